#include "core/crypto/sha2.hpp"
#include "tests/unit/client/cli/audit_fixture.hpp"

namespace antin::cli {
namespace {

TEST_F(Audits, vkey_checks_a_file_and_prints_it) {
  const auto ran = run_antin({"audit", "vkey", "--log-key", path("log.vkey")});
  EXPECT_EQ(ran.out, tlog::print(m_log.key.vkey()) + "\n");
  m_scratch.write("bad.vkey", tlog::print(m_log.key.vkey()) + "x\n");
  EXPECT_EQ(run_antin({"audit", "vkey", "--log-key", path("bad.vkey")}).status, Exit::usage);
}

TEST_F(Audits, tail_shows_the_last_entries_and_the_leaves_of_hidden_ones) {
  const auto ran = audit({"tail", "--lines", "4"});
  ASSERT_EQ(ran.status, Exit::ok) << ran.err;
  EXPECT_EQ(lines_in(ran.out), 4U);
  EXPECT_THAT(ran.out, StartsWith(R"({"index":26,"leaf":"sha256:)"));
  EXPECT_THAT(ran.out, HasSubstr(R"(,"entry":{"n":26,"type":"done","unit":"79760001"}})"));
  EXPECT_THAT(ran.out, testing::Not(HasSubstr(R"("n":27)"))) << "another unit's";
  EXPECT_THAT(ran.err, StartsWith("30 entries, root "));
  EXPECT_EQ(lines_in(audit({"tail", "--lines", "100"}).out), 30U);
}

TEST_F(Audits, a_log_of_another_key_is_refused) {
  const client::NoteKey other("seal.dev.example/2026");
  m_scratch.write("log.vkey", tlog::print(other.vkey()) + "\n");
  for (const auto& words : {Words{"tail"}, {"show", "3"}, {"verify", "--live"}, {"follow", "--state", path("s")}}) {
    const auto ran = audit(words);
    EXPECT_EQ(ran.status, Exit::refused) << words.front();
    EXPECT_THAT(ran.out + ran.err, testing::AnyOf(HasSubstr("LOG_UNSIGNED"), HasSubstr("LOG_UNPROVEN")));
  }
}

TEST_F(Audits, follow_goes_on_exactly_where_it_ended) {
  m_log.page = 7;
  const auto first = audit({"follow", "--once", "--state", path("state")});
  ASSERT_EQ(first.status, Exit::ok) << first.err;
  EXPECT_EQ(lines_in(first.out), 30U);
  const auto nothing = audit({"follow", "--once", "--state", path("state")});
  EXPECT_EQ(nothing.status, Exit::ok) << nothing.err;
  EXPECT_EQ(nothing.out, "");
  m_log.grow(11);
  const auto second = audit({"follow", "--once", "--state", path("state")});
  EXPECT_EQ(lines_in(second.out), 11U);
  EXPECT_THAT(second.out, StartsWith(R"({"index":30,)"));
}

TEST_F(Audits, follow_refuses_a_log_that_was_rolled_back_or_forked_with_a_status_of_its_own) {
  ASSERT_EQ(audit({"follow", "--once", "--state", path("state")}).status, Exit::ok);
  const auto state = m_scratch.text("state");
  client::FakeLog shorter(20);
  std::swap(shorter.key, m_log.key);
  std::swap(shorter, m_log);
  const auto rolled_back = audit({"follow", "--once", "--state", path("state")});
  EXPECT_EQ(rolled_back.status, Exit::diverged);
  EXPECT_THAT(rolled_back.err, StartsWith("antin: LOG_ROLLED_BACK: "));
  m_log.add("{}");
  m_log.grow(9);
  const auto forked = audit({"follow", "--once", "--state", path("state")});
  EXPECT_EQ(forked.status, Exit::diverged);
  EXPECT_THAT(forked.err, StartsWith("antin: LOG_FORKED: "));
  m_log.grow(5);
  EXPECT_EQ(audit({"follow", "--once", "--state", path("state")}).status, Exit::diverged);
  EXPECT_EQ(m_scratch.text("state"), state) << "the last good state is kept as evidence";
}

TEST_F(Audits, follow_believes_no_state_that_is_damaged) {
  m_scratch.write("state", "antin/log-view/v1\n");
  const auto ran = audit({"follow", "--once", "--state", path("state")});
  EXPECT_EQ(ran.status, Exit::usage);
  EXPECT_THAT(ran.err, HasSubstr("not the state of a reader"));
}

TEST_F(Audits, follow_writes_each_entry_to_its_output_exactly_once_wherever_a_crash_came) {
  const Words follow{"follow", "--once", "--state", path("state"), "--output", path("out")};
  m_log.page = 7;
  ASSERT_EQ(audit(follow).status, Exit::ok);
  const auto state = m_scratch.text("state");
  m_log.grow(11);
  ASSERT_EQ(audit(follow).status, Exit::ok);
  const auto whole = m_scratch.text("out");
  EXPECT_EQ(lines_in(whole), 41U);
  // The entries were written, in part or whole or with what a torn write leaves, and the state was not.
  const auto written = [&](std::size_t octets) { return whole.substr(0, octets); };
  for (const auto& left :
       {whole, written(whole.size() - 10), written(whole.find("\"index\":30") - 1), whole + std::string(5000, '\0')}) {
    m_scratch.write("out", left);
    m_scratch.write("state", state);
    const auto again = audit(follow);
    EXPECT_EQ(again.status, Exit::ok) << again.err;
    EXPECT_EQ(again.out, "");
    EXPECT_EQ(m_scratch.text("out"), whole);
  }
}

TEST_F(Audits, follow_goes_on_after_a_crash_before_its_first_page_was_kept) {
  const Words follow{"follow", "--once", "--state", path("state"), "--output", path("out")};
  m_scratch.write("state", "output 0 " + base::print(crypto::sha256(base::ByteView())) + "\n");
  m_scratch.write("out", R"({"index":0,"le)");
  const auto ran = audit(follow);
  ASSERT_EQ(ran.status, Exit::ok) << ran.err;
  EXPECT_EQ(lines_in(m_scratch.text("out")), 30U);
}

TEST_F(Audits, follow_cuts_no_file_that_is_not_its_own) {
  const Words follow{"follow", "--once", "--state", path("state"), "--output", path("out")};
  m_scratch.write("out", "a letter\n");
  EXPECT_THAT(audit(follow).err, HasSubstr("has something in it that the state knows nothing of"));
  EXPECT_FALSE(std::filesystem::exists(path("state")));
  m_scratch.must_run("rm out");
  ASSERT_EQ(audit(follow).status, Exit::ok);
  const auto whole = m_scratch.text("out");
  auto changed = whole;
  changed[changed.size() - 5] ^= 1;
  for (const auto& other : {whole.substr(1), changed, whole.substr(0, whole.size() - 1), std::string(99999, 'x')}) {
    m_scratch.write("out", other);
    const auto ran = audit(follow);
    EXPECT_EQ(ran.status, Exit::usage);
    EXPECT_THAT(ran.err, HasSubstr("is not the file that the state was kept with"));
    EXPECT_EQ(m_scratch.text("out"), other);
  }
}

TEST_F(Audits, follow_keeps_to_one_kind_of_output_for_each_state) {
  const Words plain{"follow", "--once", "--state", path("plain")};
  const Words with_file{"follow", "--once", "--state", path("with"), "--output", path("out")};
  ASSERT_EQ(audit(plain).status, Exit::ok);
  ASSERT_EQ(audit(with_file).status, Exit::ok);
  EXPECT_THAT(audit(plain + Words{"--output", path("other")}).err, HasSubstr("was kept without --output"));
  EXPECT_THAT(audit({"follow", "--once", "--state", path("with")}).err, HasSubstr("was kept with --output"));
}

TEST_F(Audits, follow_believes_no_mark_of_an_output_that_is_damaged) {
  for (const auto* mark :
       {"output\n", "output 1\n", "output 1 sha256:00\n", "output -1 sha256:00\n", "output 1 x", "output "}) {
    m_scratch.write("state", mark);
    const auto ran = audit({"follow", "--once", "--state", path("state"), "--output", path("out")});
    EXPECT_EQ(ran.status, Exit::usage) << mark;
    EXPECT_THAT(ran.err, testing::AnyOf(HasSubstr("the state is damaged"), HasSubstr("not the state"))) << mark;
  }
}

TEST_F(Audits, show_takes_an_index_or_a_step) {
  const auto by_index = audit({"show", "6"});
  ASSERT_EQ(by_index.status, Exit::ok) << by_index.err;
  EXPECT_THAT(by_index.out, HasSubstr(R"("n":6)"));
  EXPECT_THAT(by_index.out, HasSubstr("provisional"));
  m_open = false;
  const auto by_step = audit({"show", "u/hoc-ba/1.r/1/teacher", "--json"});
  ASSERT_EQ(by_step.status, Exit::ok) << by_step.err;
  EXPECT_THAT(by_step.out, HasSubstr("\"index\": 7"));
  EXPECT_THAT(by_step.out, HasSubstr("c2sp.org/tlog-proof@v1"));
  for (const auto* bad : {"x", "-1", "u/k/r/0/s", "u/k/r/1", "u/k/r/1/s/t", "u//r/1/s", "99999999999999999999999"}) {
    EXPECT_EQ(audit({"show", bad}).status, Exit::usage) << bad;
  }
}

TEST_F(Audits, prove_prefers_a_checkpoint_that_witnesses_have_cosigned) {
  m_cosigned = 20;
  const auto ran =
      audit({"prove", "6", "--out", path("six"), "--witness-key", path("witness.vkey"), "--witnesses", "1"});
  ASSERT_EQ(ran.status, Exit::ok) << ran.err;
  EXPECT_EQ(m_scratch.bytes("six.entry"), m_log.entry(6));
  const auto proof = tlog::parse_proof(m_scratch.text("six.tlog-proof")).value();
  const auto checked = client::check_proof(proof, tlog::leaf_hash(m_log.entry(6)), m_log.trust()).value();
  EXPECT_TRUE(checked.witnessed);
  EXPECT_EQ(checked.checkpoint.size, 20U);
  ASSERT_EQ(audit({"prove", "25", "--out", path("late"), "--witness-key", path("witness.vkey")}).status, Exit::ok);
  EXPECT_THAT(m_scratch.text("late.tlog-proof"), HasSubstr("\n30\n")) << "the newest, as no witness has seen it yet";
}

TEST_F(Audits, prove_has_nothing_to_give_for_an_entry_that_is_hidden) {
  const auto ran = audit({"prove", "7", "--out", path("x")});
  EXPECT_EQ(ran.status, Exit::refused);
  EXPECT_FALSE(std::filesystem::exists(path("x.entry")));
}

TEST_F(Audits, verify_reads_files_and_names_the_one_at_fault) {
  m_log.write_files(m_scratch / "log");
  const auto good = run_antin({"audit", "verify", path("log"), "--log-key", path("log.vkey")});
  EXPECT_EQ(good.status, Exit::ok) << good.out << good.err;
  EXPECT_THAT(good.out, StartsWith("GOOD  30 entries, root "));
  EXPECT_THAT(good.out, HasSubstr("30 entries have the leaf hashes"));
  auto tile = m_scratch.bytes("log/tile/0/000.p/30");
  tile[5] ^= 1;
  m_scratch.write("log/tile/0/000.p/30", tile);
  const auto bad = run_antin({"audit", "verify", path("log"), "--json", "--log-key", path("log.vkey")});
  EXPECT_EQ(bad.status, Exit::refused);
  EXPECT_THAT(bad.out, HasSubstr("\"verdict\": \"bad\""));
  EXPECT_THAT(bad.out, HasSubstr("tile/0/000.p/30"));
}

TEST_F(Audits, verify_live_reads_it_all_from_the_appliance) {
  const auto good = audit({"verify", "--live"});
  EXPECT_EQ(good.status, Exit::ok) << good.out << good.err;
  EXPECT_THAT(good.out, HasSubstr("24 of them with their contents"));
  EXPECT_EQ(audit({"verify"}).status, Exit::usage);
  EXPECT_EQ(audit({"verify", "x", "--live"}).status, Exit::usage);
}

TEST_F(Audits, what_is_not_granted_is_not_bad_and_says_how_auditors_ask) {
  m_refuses = true;
  const auto live = audit({"verify", "--live"});
  EXPECT_EQ(live.status, Exit::usage) << "cannot check";
  EXPECT_EQ(live.out, "");
  EXPECT_THAT(live.err, StartsWith("antin: NO_GRANT: "));
  for (const auto& words : {Words{"tail"}, {"report", "--year", "2026"}, {"follow", "--once", "--state", path("s")}}) {
    const auto ran = audit(words);
    EXPECT_EQ(ran.status, Exit::refused);
    EXPECT_THAT(ran.err, HasSubstr("With --auditor a system reads everything"));
  }
}

TEST_F(Audits, export_writes_a_range_in_both_formats) {
  const auto csv = audit({"export", "--from", "5", "--to", "8", "--format", "csv"});
  ASSERT_EQ(csv.status, Exit::ok) << csv.err;
  EXPECT_THAT(csv.out, StartsWith("index,type,at,unit,"));
  EXPECT_THAT(csv.out, HasSubstr("\r\n5,done,,79760001,"));
  EXPECT_THAT(csv.out, HasSubstr("\r\n7,hidden,,,"));
  EXPECT_EQ(lines_in(csv.out), 5U);
  ASSERT_EQ(audit({"export", "--out", path("all.jsonl")}).status, Exit::ok);
  EXPECT_EQ(lines_in(m_scratch.text("all.jsonl")), 30U);
  EXPECT_EQ(audit({"export", "--from", "5", "--to", "30"}).status, Exit::refused);
  EXPECT_EQ(audit({"export", "--from", "5", "--to", "4"}).status, Exit::usage);
  EXPECT_EQ(audit({"export", "--format", "xlsx"}).status, Exit::usage);
}

TEST_F(Audits, export_takes_the_entries_of_days_and_times) {
  m_log.hides = [](auto index) { return index == 33; };
  for (const auto* at : {"2026-05-27T16:59:59.999Z", "2026-05-27T17:00:00.000Z", "2026-05-28T16:59:59.999Z",
                         "2026-05-28T16:59:59.999Z", "2026-05-28T17:00:00.000Z"}) {
    m_log.add(R"({"at":")" + std::string(at) + R"(","type":"done"})");
  }
  const auto indexes = [&](const Words& words) {
    const auto ran = audit(Words{"export", "--format", "csv"} + words);
    EXPECT_EQ(ran.status, Exit::ok) << ran.err;
    std::string all;
    std::istringstream lines(ran.out);
    for (std::string line; std::getline(lines, line);) all += line.substr(0, line.find(',')) + " ";
    return all;
  };
  EXPECT_EQ(indexes({"--since", "2026-05-28", "--until", "2026-05-28"}), "index 31 32 ");
  EXPECT_EQ(indexes({"--since", "2026-05-28"}), "index 31 32 34 ");
  EXPECT_EQ(indexes({"--until", "2026-05-28T16:59:59.999Z"}), "index 30 31 ");
  EXPECT_EQ(indexes({"--until", "2026-05-28T17:00:00Z", "--to", "31"}), "index 30 31 ");
  EXPECT_THAT(audit({"export", "--since", "2026-05-28"}).err, HasSubstr("3 entries, not 31 whose time is hidden"));
  EXPECT_EQ(audit({"export", "--since", "yesterday"}).status, Exit::usage);
  EXPECT_EQ(audit({"export", "--until", "2026-02-30"}).status, Exit::usage);
  EXPECT_EQ(audit({"export", "--since", "2026-05-28", "--until", "2026-05-27"}).status, Exit::usage);
}

TEST_F(Audits, export_gives_a_spreadsheet_no_formula_and_no_line_of_its_own) {
  m_log.hides = nullptr;
  m_log.add(
      R"x({"type":"done","unit":"=LINK(\"http://x\")","kind":"@SUM(1)","record":"+1","step":"-1","code":"a\r\n9,b"})x");
  const auto ran = audit({"export", "--format", "csv", "--from", "30"});
  EXPECT_EQ(lines_in(ran.out), 2U);
  EXPECT_THAT(ran.out, HasSubstr(R"x(30,done,,"'=LINK(""http://x"")",'@SUM(1),'+1,,'-1,,)x"));
}

TEST_F(Audits, an_entry_that_could_harm_a_terminal_or_a_line_comes_as_base64) {
  m_log.add("{\"a\":\n1}");
  m_log.add("{\"a\":\"\xE2\x80\xAE\"}");
  m_log.add("not json");
  m_log.hides = nullptr;
  const auto ran = audit({"tail", "--lines", "3"});
  EXPECT_EQ(lines_in(ran.out), 3U);
  EXPECT_THAT(ran.out, HasSubstr("\"octets\":\"bm90IGpzb24=\""));
  EXPECT_THAT(ran.out, testing::Not(HasSubstr("\"entry\"")));
}

TEST_F(Audits, wrong_usage_is_told_in_a_line) {
  for (const auto& words : {Words{},
                            {"frobnicate"},
                            {"tail", "--lines", "0"},
                            {"tail", "x"},
                            {"follow"},
                            {"show"},
                            {"prove", "1"},
                            {"check", "1"},
                            {"check", "--auditor"},
                            {"tail", "--witnesses", "1"},
                            {"tail", "--witness-key", path("witness.vkey"), "--witnesses", "2"},
                            {"tail", "--auditor"}}) {
    const auto ran = audit(words);
    EXPECT_EQ(ran.status, Exit::usage);
    EXPECT_THAT(ran.err, testing::MatchesRegex("antin: USAGE: [^\n]*\n"));
  }
  EXPECT_EQ(run_antin({"audit", "tail", "--server", "tcp://127.0.0.1:1"}).status, Exit::usage);
}

TEST_F(Audits, each_command_of_the_family_has_help_that_fits) {
  for (const auto* part : audit_command().parts) {
    const std::string word(part->name.substr(part->name.find(' ') + 1));
    const auto ran = run_antin({"audit", word, "--help"});
    EXPECT_THAT(ran.out, StartsWith("usage: antin audit " + word + " "));
    EXPECT_EQ(run_antin({"help", "audit", word}).out, ran.out);
    EXPECT_THAT(run_antin({"audit", "--help"}).out, HasSubstr("    audit " + word));
    std::istringstream text(ran.out);
    for (std::string line; std::getline(text, line);) EXPECT_LE(columns(line), 124U) << line;
  }
}

}  // namespace
}  // namespace antin::cli
