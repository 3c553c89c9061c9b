#include <gtest/gtest.h>

#include "client/lib/log_reader.hpp"
#include "tests/support/fake_log.hpp"

namespace antin::client {
namespace {

LogView::Consistency by(const FakeLog& log, int* asked = nullptr) {
  return [&log, asked](auto from, auto size) -> base::Result<tlog::Path, Failure> {
    if (asked != nullptr) ++*asked;
    return log.consistency(from, size);
  };
}

base::Result<LogView> parse(const FakeLog& log, const std::string& state) { return LogView::parse(log.trust(), state); }

void read_all(LogView& view, const FakeLog& log) {
  while (view.next() < log.size()) {
    const auto taken = view.take(log.entries({view.next(), 4096, 0, {}}), by(log));
    ASSERT_TRUE(taken.ok()) << taken.error().text;
  }
}

std::string code(const base::Result<void, Failure>& taken) { return taken ? "" : taken.error().code; }

TEST(LogView, a_log_is_read_to_its_end_page_by_page_while_it_grows) {
  FakeLog log(250);
  log.page = 70;
  LogView view(log.trust());
  for (int i = 0; i < 20 && view.next() < 400; ++i) {
    ASSERT_EQ(code(view.take(log.entries({view.next(), 4096, 0, {}}), by(log))), "");
    if (log.size() < 400) log.grow(50);
  }
  EXPECT_EQ(view.next(), 400U);
  EXPECT_EQ(view.checkpoint().size, 400U);
}

TEST(LogView, at_the_end_of_the_log_no_further_proof_is_asked_for) {
  FakeLog log(50);
  LogView view(log.trust());
  int asked = 0;
  for (int i = 0; i < 3; ++i, log.grow(20)) {
    ASSERT_EQ(code(view.take(log.entries({view.next(), 4096, 0, {}}), by(log, &asked))), "");
  }
  EXPECT_EQ(view.next(), 90U);
  EXPECT_EQ(asked, 0);
}

TEST(LogView, hidden_entries_prove_the_root_by_their_leaves) {
  FakeLog log(60);
  log.hides = [](auto index) { return index % 3 == 0; };
  LogView view(log.trust());
  read_all(view, log);
  EXPECT_EQ(view.next(), 60U);
}

TEST(LogView, a_state_that_was_kept_goes_on_where_it_was) {
  FakeLog log(300);
  LogView view(log.trust());
  for (int pages = 0; pages < 2; ++pages)
    ASSERT_EQ(code(view.take(log.entries({view.next(), 60, 0, {}}), by(log))), "");
  auto resumed = parse(log, view.print());
  ASSERT_TRUE(resumed.ok()) << resumed.error().text;
  EXPECT_EQ(resumed->next(), 120U);
  EXPECT_EQ(resumed->print(), view.print());
  read_all(*resumed, log);
  EXPECT_EQ(resumed->next(), 300U);
  EXPECT_TRUE(parse(log, resumed->print()).ok());
}

TEST(LogView, it_may_begin_at_any_entry_that_is_proven) {
  FakeLog log(300);
  for (const std::uint64_t index : {1, 63, 64, 255, 256, 299}) {
    auto view = LogView::beginning_at(log.trust(), log.inclusion(index));
    ASSERT_TRUE(view.ok()) << view.error().text;
    EXPECT_EQ(view->next(), index);
    read_all(*view, log);
    EXPECT_EQ(view->next(), 300U);
  }
  auto wrong = log.inclusion(7);
  wrong.item = log.entry(8);
  EXPECT_EQ(LogView::beginning_at(log.trust(), wrong).error().code, "LOG_UNPROVEN");
}

TEST(LogView, an_entry_that_was_altered_swapped_or_left_out_is_refused) {
  const FakeLog log(40);
  LogView view(log.trust());
  const auto good = log.entries({0, 4096, 0, {}});
  auto altered = good;
  std::get<base::Bytes>(altered.items[7]).back() = ' ';
  auto swapped = good;
  std::swap(swapped.items[7], swapped.items[8]);
  auto dropped = good;
  dropped.items.erase(dropped.items.begin() + 7);
  auto altered_short = altered;
  altered_short.items.resize(20);
  for (const auto& bad : {altered, swapped, dropped, altered_short}) {
    const auto taken = view.take(bad, by(log));
    EXPECT_EQ(code(taken), "LOG_MISMATCH");
    EXPECT_EQ(view.next(), 0U) << "nothing has changed";
  }
  EXPECT_EQ(code(view.take(good, by(log))), "");
}

TEST(LogView, a_log_that_shows_two_histories_is_forked) {
  FakeLog log(40), other(39);
  other.key = std::move(log.key);
  log.key = NoteKey("seal.dev.example/2026");
  const LogTrust trust{{log.key.vkey(), other.key.vkey()}, {}, 0};
  other.add("{}");
  LogView view(trust);
  ASSERT_EQ(code(view.take(log.entries({0, 4096, 0, {}}), by(log))), "");
  EXPECT_EQ(code(view.take(other.entries({40, 1, 0, {}}), by(other))), "LOG_FORKED") << "at the same size";
  other.grow(10);
  EXPECT_EQ(code(view.take(other.entries({40, 4096, 0, {}}), by(other))), "LOG_FORKED") << "at the end";
  EXPECT_EQ(code(view.take(other.entries({40, 3, 0, {}}), by(other))), "LOG_FORKED") << "in the middle";
}

TEST(LogView, a_fork_behind_what_was_read_is_seen_too) {
  FakeLog log(40), other(30);
  const LogTrust trust{{log.key.vkey(), other.key.vkey()}, {}, 0};
  LogView view(trust);
  ASSERT_EQ(code(view.take(log.entries({0, 10, 0, {}}), by(log))), "");
  other.add("{}");
  other.grow(30);
  EXPECT_EQ(code(view.take(other.entries({10, 10, 0, {}}), by(other))), "LOG_FORKED");
  EXPECT_EQ(code(view.take(other.entries({10, 51, 0, {}}), by(other))), "LOG_FORKED");
}

TEST(LogView, a_log_that_takes_entries_back_is_rolled_back) {
  FakeLog log(40), before(30);
  const LogTrust trust{{log.key.vkey(), before.key.vkey()}, {}, 0};
  LogView view(trust);
  ASSERT_EQ(code(view.take(log.entries({0, 20, 0, {}}), by(log))), "");
  const auto taken = view.take(before.entries({20, 5, 0, {}}), by(before));
  EXPECT_EQ(code(taken), "LOG_ROLLED_BACK");
  EXPECT_EQ(taken.error().trouble, Trouble::diverged);
}

TEST(LogView, a_checkpoint_of_another_key_or_none_is_unsigned) {
  const FakeLog log(10), stranger(10);
  LogView view(log.trust());
  auto page = log.entries({0, 4096, 0, {}});
  page.checkpoint = stranger.note();
  EXPECT_EQ(code(view.take(page, by(log))), "LOG_UNSIGNED");
  page.checkpoint = "x";
  EXPECT_EQ(code(view.take(page, by(log))), "LOG_UNSIGNED");
}

TEST(LogView, a_page_that_is_not_the_one_asked_for_is_refused) {
  const FakeLog log(10);
  LogView view(log.trust());
  EXPECT_EQ(code(view.take(log.entries({1, 4096, 0, {}}), by(log))), "LOG_MISMATCH");
  auto more = log.entries({0, 4096, 0, {}});
  more.items.emplace_back(base::Bytes{'{', '}'});
  EXPECT_EQ(code(view.take(more, by(log))), "LOG_MISMATCH");
  auto nothing = log.entries({0, 4096, 0, {}});
  nothing.items.clear();
  EXPECT_EQ(code(view.take(nothing, by(log))), "LOG_MISMATCH");
}

TEST(LogView, a_state_with_any_octet_changed_or_lost_is_refused) {
  const FakeLog log(7);
  LogView view(log.trust());
  ASSERT_EQ(code(view.take(log.entries({0, 5, 0, {}}), by(log))), "");
  const auto state = view.print();
  ASSERT_TRUE(parse(log, state).ok());
  for (std::size_t at = 0; at < state.size(); ++at) {
    auto changed = state;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    EXPECT_FALSE(parse(log, changed).ok()) << at;
    EXPECT_FALSE(parse(log, state.substr(0, at)).ok()) << at;
  }
  EXPECT_FALSE(parse(FakeLog(7), state).ok()) << "of another log";
}

TEST(LogTrust, keys_are_one_a_line_of_one_log) {
  const NoteKey one("log"), two("log"), other("other"), witness("w", tlog::KeyType::cosignature);
  const auto line = [](const NoteKey& key) { return tlog::print(key.vkey()) + "\n"; };
  EXPECT_EQ(parse_log_keys(line(one) + line(two)).value().size(), 2U);
  for (const auto& bad : {std::string(), std::string("\n"), tlog::print(one.vkey()), line(one) + line(one),
                          line(one) + line(other), line(witness), line(one) + "\n"}) {
    EXPECT_FALSE(parse_log_keys(bad).ok()) << bad;
  }
  EXPECT_TRUE(parse_witness_keys(line(witness)).ok());
  EXPECT_FALSE(parse_witness_keys(line(one)).ok());
}

TEST(LogTrust, a_checkpoint_is_witnessed_when_enough_of_the_witnesses_that_one_names_have_cosigned) {
  const FakeLog log(5);
  const NoteKey another("w2", tlog::KeyType::cosignature);
  auto trust = log.trust();
  EXPECT_FALSE(open_note(log.note(5, false), trust).value().witnessed);
  EXPECT_TRUE(open_note(log.note(5, true), trust).value().witnessed);
  trust.witnesses.push_back(another.vkey());
  trust.quorum = 2;
  EXPECT_FALSE(open_note(log.note(5, true), trust).value().witnessed);
  EXPECT_EQ(open_note(log.note(5, true), trust).value().cosigned, 1U);
  trust.quorum = 0;
  EXPECT_FALSE(open_note(log.note(5, true), trust).value().witnessed) << "nobody was named to believe";
}

TEST(LogTrust, a_proof_of_another_entry_or_key_is_refused) {
  const FakeLog log(5), stranger(5);
  const auto proof = tlog::parse_proof(log.proof(3)).value();
  EXPECT_TRUE(check_proof(proof, tlog::leaf_hash(log.entry(3)), log.trust()).ok());
  EXPECT_FALSE(check_proof(proof, tlog::leaf_hash(log.entry(2)), log.trust()).ok());
  EXPECT_FALSE(check_proof(proof, tlog::leaf_hash(log.entry(3)), stranger.trust()).ok());
}

}  // namespace
}  // namespace antin::client
