// What a witness may say, or somebody in its name, that is not believed or that ends antind.
#include "tests/unit/daemon/keeper/witnessing/witness_bench.hpp"

namespace antin::keeper::test {
namespace {

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST_F(OneWitness, that_is_ahead_ends_antind_with_a_word_on_what_to_do) {
  grow(3);
  witness().remember(forked(5));
  const auto said = refusal(witness().answer(only()));
  EXPECT_TRUE(has(said, "the witness w1.example (http://w1.example) has a checkpoint of this log for 5 entries"))
      << said;
  EXPECT_TRUE(has(said, "but our last is for 3 entries: an older copy of the ledger was put back; bring the newest"))
      << said;
}

TEST_F(OneWitness, that_is_ahead_of_a_log_without_entries_ends_antind) {
  witness().remember(forked(1));
  EXPECT_TRUE(has(refusal(witness().answer(only())), "our last is for 0 entries"));
}

TEST_F(OneWitness, that_has_another_root_ends_antind_at_the_same_size_and_at_a_smaller_one) {
  grow(3);
  for (const std::uint64_t size : {3U, 2U}) {
    wake();
    witness().remember(forked(size));
    const auto said = refusal(witness().answer(only()));
    EXPECT_TRUE(has(said, "the ledger's first " + std::to_string(size) + " entries have root")) << said;
    EXPECT_TRUE(has(said, "this log has two futures")) << said;
  }
}

TEST_F(OneWitness, need_not_have_cosigned_what_proves_another_future) {
  grow(3);
  EXPECT_TRUE(has(refusal(FakeWitness::say(only(), 200, forked(5))), "for 5 entries"));
}

TEST_F(OneWitness, that_disagrees_and_is_ahead_ends_antind) {
  confirm();
  grow(3);
  witness().remember(forked(9));
  round();  // 409
  EXPECT_TRUE(has(refusal(witness().answer(only())), "for 9 entries"));
}

TEST_F(OneWitness, that_disagrees_with_what_it_shows_is_left_alone_for_a_while) {
  grow(3);
  confirm();
  take(FakeWitness::say(only(), 409, "0\n"));
  now += std::chrono::seconds(1);
  confirm();
  take(FakeWitness::say(only(), 409, "0\n"));
  expect_to_wait_and_look_again();
}

TEST_F(OneWitness, is_not_confirmed_by_a_checkpoint_that_another_key_has_signed) {
  auto note = tlog::parse_note(forked(3)).value();
  note.signatures[0].signature[5] ^= 1;
  take(FakeWitness::say(only(), 200, tlog::print(note)));
  EXPECT_FALSE(witnesses->may_seal(second(0)));
  expect_to_wait_and_look_again();
}

TEST_F(OneWitness, is_not_confirmed_by_a_checkpoint_that_it_has_not_cosigned) {
  grow(3);
  const FakeWitness other("w1.example");  // its name, another key
  take(FakeWitness::say(only(), 200, log->newest() + other.line_over(tlog::parse_note(log->newest()).value().text)));
  EXPECT_FALSE(witnesses->may_seal(second(0)));
  expect_to_wait_and_look_again();
}

TEST_F(OneWitness, is_not_confirmed_by_what_is_no_note) {
  take(FakeWitness::say(only(), 200, "<html>"));
  EXPECT_FALSE(witnesses->may_seal(second(0)));
  expect_to_wait_and_look_again();
}

TEST_F(OneWitness, that_has_forgotten_is_not_confirmed) {
  grow(3);
  round(2);
  const auto older = witness().shown;
  grow(2);
  round();
  ASSERT_EQ(covered(), 5U);
  for (const auto& shown : {std::string(), older}) {
    wake();
    witness().shown = shown;
    take(witness().answer(only()));
    EXPECT_FALSE(witnesses->may_seal(second(0)));
    expect_to_wait_and_look_again();
  }
}

TEST_F(OneWitness, that_stays_away_is_asked_ever_more_rarely_until_it_answers) {
  grow(3);
  const auto stays_away = [&] { take({only().operation, local::FetchOutcome::unreachable, 0, "", {}}); };
  stays_away();
  for (const unsigned pause : {2U, 4U, 8U, 16U, 30U, 30U}) {
    SCOPED_TRACE(pause);
    EXPECT_TRUE(next().empty());
    now += std::chrono::seconds(pause) - std::chrono::seconds(1);
    EXPECT_TRUE(next().empty());
    now += std::chrono::seconds(1);
    stays_away();
  }
  now += std::chrono::seconds(30);
  confirm();
  stays_away();
  expect_to_wait_and_look_again();
}

TEST_F(OneWitness, that_gives_no_good_answer_is_left_alone_for_a_while) {
  grow(3);
  const auto fails = [&](const auto& answer) {
    wake();
    take(answer(only()));  // when it is asked
    EXPECT_FALSE(witnesses->may_seal(second(0)));
    expect_to_wait_and_look_again();
    wake();
    confirm();
    take(answer(only()));  // when it is offered a checkpoint
    expect_to_wait_and_look_again();
    EXPECT_EQ(covered(), 0U);
  };
  for (const unsigned status : {0U, 204U, 301U, 400U, 403U, 422U, 429U, 500U, 503U})
    fails([&](const local::Fetch& asked) { return FakeWitness::say(asked, status, ""); });
  for (const auto outcome :
       {local::FetchOutcome::unreachable, local::FetchOutcome::refused, local::FetchOutcome::unknown})
    fails([&](const local::Fetch& asked) { return local::Fetched{asked.operation, outcome, 200, "", {}}; });
}

TEST_F(OneWitness, that_does_not_watch_this_log_is_left_alone_for_a_while) {
  grow(3);
  confirm();
  take(FakeWitness::say(only(), 404, ""));
  expect_to_wait_and_look_again();
}

TEST_F(OneWitness, gives_cosignatures_by_its_key_over_this_text_or_none) {
  grow(2);
  const auto other_text = tlog::parse_note(log->newest()).value().text;
  grow(1);
  const auto text = tlog::parse_note(log->newest()).value().text;
  const auto good = witness().line_over(text);
  const FakeWitness other("w1.example");
  const std::vector<std::string> bodies = {
      "",          other.line_over(text), witness().line_over(other_text), good.substr(0, good.size() - 1),
      "\n" + good, good + "and more\n",   std::string(70'000, '\n')};
  for (const auto& body : bodies) {
    wake();
    confirm();
    take(FakeWitness::say(only(), 200, body));
    EXPECT_EQ(covered(), 0U) << body;
    expect_to_wait_and_look_again();
  }
  wake();
  confirm();
  take(FakeWitness::say(only(), 200, other.line_over(text) + good));  // a line of somebody else does no harm
  EXPECT_EQ(covered(), 3U);
}

TEST_F(OneWitness, that_fails_and_comes_back_is_led_on) {
  grow(3);
  witness().reachable = false;
  round(3);
  witness().reachable = true;
  round(33);
  EXPECT_EQ(covered(), 3U);
}

}  // namespace
}  // namespace antin::keeper::test
