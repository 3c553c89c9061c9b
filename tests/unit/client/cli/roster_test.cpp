// Single changes, and the roster as it is shown.
#include <filesystem>

#include "client/cli/roster_journal.hpp"
#include "tests/unit/client/cli/roster_fixture.hpp"

namespace antin::cli {
namespace {

namespace fs = std::filesystem;

using RosterCommands = RosterScene;

TEST_F(RosterCommands, a_change_is_read_as_a_sentence_and_as_the_text_that_is_signed) {
  const auto ran = roster(
      Words{"enrol", "--person", "p-1", "--unit", "u", "--role", "teacher", "--scope", "1A", "--from", print(first),
            "--until", print(last), "--person-certificate", path("p-1.crt"), "--out", path("change")} +
          key("seal"),
      "yes\n", true);
  ASSERT_EQ(ran.status, Exit::ok) << ran.err;
  for (const auto* said : {"ghi nhận p-1 (person Ấn tín) là teacher của u, phạm vi 1A, từ ", "action: enrol",
                           "person: p-1", "certificate: sha256:", "người ký:   seal Ấn tín"})
    EXPECT_THAT(ran.err, HasSubstr(said));
  EXPECT_THAT(ran.out, HasSubstr("log index   0"));
  EXPECT_TRUE(statement::parse_roster_change(text("change.txt")));
  EXPECT_EQ(m_roster.at("p-1").roles.size(), 1U);
}

TEST_F(RosterCommands, each_action_says_what_it_needs) {
  const auto made = [&](const Words& words) {
    m_scratch.must_run("rm -f change.*");
    return roster(words + Words{"--yes", "--sign-only", "--out", path("change")} + key("seal")).status;
  };
  const Words who{"--person", "p-1", "--unit", "u"}, days{"--from", print(first), "--until", print(last)};
  const Words as{"--role", "teacher"}, card{"--person-certificate", path("p-1.crt")};
  for (const auto& good : {Words{"enrol"} + who + as + days, Words{"enrol"} + who + as + days + card,
                           Words{"acting-for", "--for", "p-2"} + who + as + days, Words{"renew"} + who + card,
                           Words{"suspend"} + who, Words{"resume"} + who, Words{"retire"} + who,
                           Words{"retire"} + who + as, Words{"retire", "--scope", "1A"} + who + as})
    EXPECT_EQ(made(good), Exit::ok) << good[0];
  for (const auto& bad :
       {Words{"enrol"} + who + as, Words{"enrol"} + who + days, Words{"enrol", "--for", "p-2"} + who + as + days,
        Words{"acting-for"} + who + as + days, Words{"renew"} + who, Words{"suspend"} + who + as,
        Words{"retire", "--scope", "1A"} + who, Words{"suspend", "--person", "p-1"}, Words{"resume", "--unit", "u"},
        Words{"enrol", "--from", "1/9/2026", "--until", print(last)} + who + as,
        Words{"enrol", "--from", print(last), "--until", print(first)} + who + as})
    EXPECT_EQ(made(bad), Exit::usage) << bad[0];
}

TEST_F(RosterCommands, nothing_is_asked_of_the_appliance_when_log_and_policy_are_given) {
  const auto ran = roster(Words{"suspend", "--person", "p-1", "--unit", "u", "--yes", "--sign-only", "--out",
                                path("change"), "--log", "l", "--policy", "sha256:" + std::string(64, '1')} +
                          key("seal"));
  EXPECT_EQ(ran.status, Exit::ok) << ran.err;
  EXPECT_TRUE(m_appliance.seen().empty());
}

TEST_F(RosterCommands, a_refusal_is_said_with_its_code_and_what_to_do) {
  m_refused["p-1"] = protocol::Code::unknown_person;
  const auto ran =
      roster(Words{"suspend", "--person", "p-1", "--unit", "u", "--yes", "--lang", "en", "--out", path("change")} +
             key("seal"));
  EXPECT_EQ(ran.status, Exit::refused);
  EXPECT_THAT(ran.err, HasSubstr("suspend p-1 in u"));
  EXPECT_THAT(ran.err, HasSubstr("UNKNOWN_PERSON: The roster has no such person"));
}

TEST_F(RosterCommands, what_nobody_has_signed_is_not_sent) {
  ASSERT_EQ(roster(Words{"suspend", "--person", "p-1", "--unit", "u", "--yes", "--sign-only", "--out", path("change")} +
                   key("seal"))
                .status,
            Exit::ok);
  m_scratch.must_run("rm change.*.p7s");
  EXPECT_THAT(roster({"send", path("change")}).err, HasSubstr("nobody has signed this yet"));
  m_scratch.must_run("cp p-1.crt change.0123456789abcdef.p7s");
  EXPECT_EQ(roster({"send", path("change")}).status, Exit::usage) << "no signature";
}

TEST_F(RosterCommands, the_roster_is_listed_page_by_page) {
  people_are_there(5);
  m_page = 2;
  m_roster["t-1001"].suspended = {"u"};
  m_roster["t-1002"].roles[0].until = client::now() - std::chrono::hours(1);
  m_roster["t-1003"].roles[0].role = "principal";
  const auto all = roster({"list"});
  ASSERT_EQ(all.status, Exit::ok) << all.err;
  EXPECT_THAT(all.out, HasSubstr("t-1000          u           teacher           1A              " + print(first)));
  EXPECT_THAT(all.out, HasSubstr("suspended"));
  EXPECT_THAT(all.out, Not(HasSubstr("t-1002"))) << "that role is over";
  EXPECT_THAT(all.err, HasSubstr("4 people"));
  EXPECT_THAT(roster({"list", "--ended"}).out, HasSubstr("ended "));
  const auto principals = roster({"list", "--role", "principal", "--json"});
  EXPECT_THAT(principals.out, HasSubstr("t-1003"));
  EXPECT_THAT(principals.out, Not(HasSubstr("t-1000")));
  EXPECT_THAT(roster({"list", "--unit", "v"}).err, HasSubstr("0 people"));
}

TEST_F(RosterCommands, one_person_is_shown_with_certificates_and_past_roles) {
  people_are_there(2);
  m_roster["t-1001"].roles[0].until = client::now() - std::chrono::hours(1);
  const auto ran = roster({"show", "t-1001"});
  ASSERT_EQ(ran.status, Exit::ok) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("sha256:0101"));
  EXPECT_THAT(ran.out, HasSubstr("ended "));
  EXPECT_THAT(ran.out, Not(HasSubstr("t-1000")));
  EXPECT_EQ(roster({"show", "nobody"}).status, Exit::refused);
  EXPECT_EQ(roster({"show"}).status, Exit::usage);
}

TEST_F(RosterCommands, an_exported_table_is_imported_and_changes_nothing) {
  people_are_there(4);
  m_roster["t-1000"].certificates.push_back({9});
  m_roster["t-1001"].roles.push_back({"v", "teacher", "", start_of(first), end_of(last), "", false});
  m_roster["t-1002"].suspended = {"u"};
  m_roster["t-1003"].roles[0].founding = true;
  const auto ran = roster({"export", "--out", path("people.csv")});
  ASSERT_EQ(ran.status, Exit::ok) << ran.err;
  EXPECT_THAT(ran.err, HasSubstr("3 people; not 1 roles that stand in the policy bundle"));
  const auto dry = roster({"import", path("people.csv"), "--json"});
  EXPECT_EQ(dry.status, Exit::ok) << dry.out;
  EXPECT_THAT(dry.out, HasSubstr("\"unchanged\": 5"));
  const auto again = roster({"export"});
  EXPECT_EQ(again.out, text("people.csv"));
  EXPECT_EQ(roster({"export", "--certificates", path("dir")}).status, Exit::usage) << "for auditors alone";
}

const base::Sha256Hash a_statement{1};

TEST(RosterJournal, is_read_as_it_was_written_and_a_torn_line_counts_for_nothing) {
  const auto head = "antin/roster-journal/v1 " + base::print(a_statement) + "\n";
  const auto leaf = base::print(base::Sha256Hash{2});
  const auto done = parse_journal(head + "0 5 " + leaf + "\n3 6 " + leaf + "\n4 7 sha256:02", a_statement, 10);
  ASSERT_TRUE(done);
  ASSERT_EQ(done->size(), 2U);
  EXPECT_EQ(done->at(3).index, 6U);
  EXPECT_EQ(done->at(3).leaf, base::Sha256Hash{2});
  EXPECT_TRUE(parse_journal("", a_statement, 10)->empty());
  EXPECT_TRUE(parse_journal("antin/ros", a_statement, 10)->empty());
  for (const auto& bad : {head + "10 5 " + leaf + "\n", head + "x 5 " + leaf + "\n", head + "01 5 " + leaf + "\n",
                          head + "1 5 sha256:02\n", head + "\n", head + "1 5\n", std::string("another\n")})
    EXPECT_FALSE(parse_journal(bad, a_statement, 10)) << bad;
  EXPECT_FALSE(parse_journal(head, base::Sha256Hash{3}, 10)) << "of another statement";
}

TEST(RosterJournal, one_process_at_a_time_sends) {
  const client::Scratch scratch;
  auto first = RosterJournal::open(scratch / "journal", a_statement, 10);
  ASSERT_TRUE(first);
  ASSERT_TRUE(first->add({{2, {5, {2}}}}));
  EXPECT_FALSE(RosterJournal::open(scratch / "journal", a_statement, 10));
}

}  // namespace
}  // namespace antin::cli
