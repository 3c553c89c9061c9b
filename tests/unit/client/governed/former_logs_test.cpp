// The files of a log that another succeeds: believed by that log's own key, whole, and only where both logs agree.
#include "tests/unit/client/governed/succession.hpp"

namespace antin::cli {
namespace {

class FormerFiles : public Successions {
 protected:
  // What an auditor is told of the first entry, which names the former log.
  std::string of_the_first() {
    const auto all = judged().broken;
    return all.substr(0, all.find('\n'));
  }
  [[nodiscard]] const test::ToolDirectory& tools() const { return bench.folder.tools(); }
};

TEST_F(FormerFiles, are_given_with_the_key_of_their_log) {
  close_and_go_on();
  const auto path = (tools().path() / "former").string();
  const auto refusal = [&](const std::vector<std::string>& with) { return judged(with).broken; };
  EXPECT_THAT(refusal({"--former", path}), StartsWith("USAGE: " + path + " is of the log " + lost_origin));
  EXPECT_THAT(refusal({"--former-key", path + ".vkey"}), StartsWith("USAGE: no --former is of the log " + lost_origin));
  EXPECT_THAT(refusal({"--former", path, "--former", path, "--former-key", path + ".vkey"}),
              StartsWith("USAGE: two folders of --former are of the log " + lost_origin));
  EXPECT_THAT(refusal({"--former", path + "x", "--former-key", path + ".vkey"}), StartsWith("CANNOT: "));
  tools().write("former/checkpoint", std::string_view("no note"));
  EXPECT_THAT(refusal(words()), StartsWith("CANNOT: " + path + "/checkpoint: "));
}

TEST_F(FormerFiles, by_another_key_are_not_believed) {
  close_and_go_on();
  const client::NoteKey other(lost_origin);
  tools().write("former.vkey", tlog::print(other.vkey()) + "\n");
  EXPECT_THAT(of_the_first(), StartsWith("0 former log: " + lost_origin + ": where it ended: "));
}

TEST_F(FormerFiles, with_an_octet_changed_stop_the_check) {
  close_and_go_on();
  tools().must_run(
      "for each in $(find former/tile/entries -type f); do sed -i 's/p-teacher/p-teachex/;s/so-1/so-3/' $each; done");
  EXPECT_THAT(of_the_first(), HasSubstr("stopped: " + (tools().path() / "former").string() + ": tile/entries/"));
}

TEST_F(FormerFiles, that_are_not_whole_stop_the_check) {
  close_and_go_on();
  const auto whole = m_former;
  const auto end = m_entries[0];
  client::FakeLog shorter;
  for (std::size_t i = 0; i + 1 < whole.size(); ++i) shorter.add(whole[i]);
  write_former(shorter);
  shorter.add(whole.back());
  end_former(shorter.note());
  EXPECT_THAT(of_the_first(), HasSubstr(": the copy ends with " + std::to_string(whole.size() - 1) + " entries"));
  write_former(shorter);
  EXPECT_EQ(judged().broken, "");
  tools().must_run("rm -r former/tile/entries");
  EXPECT_THAT(of_the_first(), HasSubstr(": no entries are there"));
}

TEST_F(FormerFiles, whose_first_entries_are_archived_stop_the_check) {
  close_and_go_on();
  auto entries = m_former;
  const auto close = entries.back();
  entries.pop_back();
  while (entries.size() < 300) entries.emplace_back(R"({"type":"denied"})");
  entries.push_back(close);
  client::FakeLog forged;
  forge_former(forged, entries);
  EXPECT_EQ(judged().broken, "");
  tools().must_run("rm former/tile/entries/000");
  EXPECT_THAT(of_the_first(), HasSubstr(": entries before 256 are not there"));
}

TEST_F(FormerFiles, are_read_no_further_when_the_user_wishes) {
  close_and_go_on();
  {
    const Interruption interruption;
    std::raise(SIGINT);
    EXPECT_THAT(of_the_first(), HasSubstr("stopped: not all of it was read"));
  }
  const Interruption forgotten;
}

TEST_F(FormerFiles, of_another_history_than_the_successor_names_are_found) {
  close_and_go_on();
  client::FakeLog forged;
  forge_former(forged, m_former);
  const auto text = tlog::print(tlog::Checkpoint{lost_origin, forged.size(), base::Sha256Hash{}});
  end_former(tlog::print(tlog::Note{text, {forged.key.sign(text)}}));
  EXPECT_EQ(of_the_first(), "0 former log: " + lost_origin +
                                ": its key has signed two histories: the files have another root where it ended");
}

TEST_F(FormerFiles, of_another_size_than_was_signed_are_found) {
  close_and_go_on();
  spoil(0, "size", m_former.size() - 1);
  EXPECT_EQ(of_the_first(), "0 former log: " + lost_origin + ": its successor says that it ended with another entry");
}

TEST_F(FormerFiles, of_a_log_that_was_not_closed_for_this_one_are_found) {
  close_and_go_on();
  auto entries = m_former;
  entries.back() = R"({"successor":"seal.dev.example/2030","type":"close"})";
  client::FakeLog forged;
  forge_former(forged, entries);
  EXPECT_EQ(of_the_first(), "0 former log: " + lost_origin + ": it was not closed there for " + next_origin);
  entries.back() = R"({"successor":")" + next_origin + R"(","type":"denied"})";
  client::FakeLog open;
  forge_former(open, entries);
  EXPECT_EQ(of_the_first(), "0 former log: " + lost_origin + ": it was not closed there for " + next_origin);
}

TEST_F(FormerFiles, of_a_log_that_went_on_after_it_was_closed_are_found) {
  close_and_go_on();
  client::FakeLog forged;
  forge_former(forged, m_former);
  forged.add(R"({"type":"denied"})");
  write_former(forged);
  EXPECT_EQ(of_the_first(), "0 former log: " + lost_origin + ": it went on after it was closed");
}

TEST_F(FormerFiles, of_a_log_that_was_lost_may_go_on_behind_its_backup) {
  lose_and_go_on();
  ASSERT_GT(m_former.size(), size_of_backup);
  EXPECT_EQ(judged().broken, "");
  EXPECT_THAT(judged().held, HasSubstr(", " + std::to_string(size_of_backup) + " entries, whose root"));
  auto entry = Json::parse(m_entries[0]);
  entry["lost"]["checkpoint"] = "no note";
  m_entries[0] = entry.dump();
  EXPECT_THAT(of_the_first(), StartsWith("0 former log: " + lost_origin + ": what its witnesses saw: "));
  read_log();
  entry = Json::parse(m_entries[0]);
  entry["lost"]["size"] = 1;
  m_entries[0] = entry.dump();
  EXPECT_THAT(of_the_first(), HasSubstr("its successor says that its witnesses saw another size"));
}

// Three logs: the first was closed for the second, and the second for a third that has only begun.
class Chains : public FormerFiles {
 protected:
  Chains() {
    close_and_go_on();
    const auto officers = test::must(keeper::kept_officers(life->ledger())).value();
    const auto text = statement::print(policy::bundle::carried(officers, third).statement);
    auto entry = Json::parse(m_entries[1]);
    entry["log"] = third;
    entry["number"] = officers.statement.number + 1;
    entry["previous"] = base::print(policy::bundle::hash_of(officers.statement));
    entry["statement"] = base::print(crypto::sha256(base::view(text)));
    m_replaced[crypto::sha256(base::view(text))] = base::copy(base::view(text));
    m_second.key = client::NoteKey(next_origin);
    for (const auto& one : m_entries) m_second.add(one);
    m_second.add(R"({"successor":")" + third + R"(","type":"close"})");
    m_second.write_files(tools().path() / "second");
    tools().write("second.vkey", tlog::print(m_second.key.vkey()) + "\n");
    m_entries = {Json{{"type", "succeeds"}, {"log", next_origin}, {"at", base::print(real_now())}}.dump(),
                 entry.dump()};
    end_former(m_second.note());
  }
  const std::string third = "seal.dev.example/2027";
  client::FakeLog m_second;
};

TEST_F(Chains, of_logs_are_followed_to_their_first) {
  auto both = words();
  for (const auto& word : words("second")) both.push_back(word);
  const auto found = judged(both, third);
  EXPECT_EQ(found.broken, "");
  EXPECT_THAT(found.held, HasSubstr("1 officers: those of the log before this one go on\n"));
}

TEST_F(Chains, that_end_before_the_first_log_leave_it_open_and_name_it) {
  const auto found = judged(words("second"), third);
  EXPECT_EQ(found.broken, "0 (former log)\n1 (quorum)\n");
  EXPECT_THAT(found.held, HasSubstr("0 former log: " + next_origin));
  EXPECT_THAT(found.open, HasSubstr("who governed " + lost_origin + " at its end is not known here"));
}

TEST_F(Chains, of_a_log_with_itself_end) {
  client::FakeLog loop;
  loop.key = client::NoteKey(next_origin);
  auto entry = Json{{"type", "succeeds"}, {"log", next_origin}, {"size", 1}};
  const auto text = tlog::print(tlog::Checkpoint{next_origin, 1, base::Sha256Hash{}});
  entry["checkpoint"] = tlog::print(tlog::Note{text, {loop.key.sign(text)}});
  loop.add(entry.dump());
  loop.add(R"({"successor":")" + third + R"(","type":"close"})");
  tools().must_run("rm -rf second");
  loop.write_files(tools().path() / "second");
  tools().write("second.vkey", tlog::print(loop.key.vkey()) + "\n");
  end_former(loop.note());
  const auto found = judged(words("second"), third);
  EXPECT_THAT(found.open, HasSubstr("who governed " + next_origin + " at its end is not known here"));
}

}  // namespace
}  // namespace antin::cli
