#include <filesystem>

#include "tests/unit/client/cli/roster_fixture.hpp"

namespace antin::cli {
namespace {

namespace fs = std::filesystem;

class RosterImport : public RosterScene {
 protected:
  // Many roles of one person: as many items as are wanted with one certificate.
  void write_many(int count) const {
    std::string lines;
    for (int i = 0; i < count; ++i)
      lines += "p-1,p-1.crt,u,teacher,class-" + std::to_string(i) + "," + print(first) + "," + print(last) + ",,\n";
    write_people(lines);
  }
  Ran import_people(const Words& more, const std::string& typed = {}, bool person = false) const {
    return roster(Words{"import", path("people.csv")} + more, typed, person);
  }
};

TEST_F(RosterImport, a_dry_run_says_of_every_line_what_would_become_of_it_and_leaves_nothing_behind) {
  people_are_there(3);
  m_page = 2;
  write_people(line("p-1", "p-1.crt") + line("t-1001", "") + line("t-1002", "p-2.crt") + line("nobody", "") +
               "x y,,u,teacher,,2026-09-01,2026-09-01,,\n");
  const auto ran = import_people({"--lang", "en"});
  EXPECT_EQ(ran.status, Exit::refused) << "two lines are in error";
  for (const auto* said : {"line 2: new person: enrol p-1 (person Ấn tín) as teacher of u, scope 1A, from ",
                           "line 3: unchanged: t-1001", "line 4: new certificate: add a certificate of t-1002",
                           "line 5: error: nobody, u: certificate is missing: the roster does not know this person yet",
                           "line 6: error: x y, u: person is 1 to 128 of A-Z"})
    EXPECT_THAT(ran.out, HasSubstr(said));
  for (const auto* said : {"changes:    2 (certificate 1, enrol 1)", "1 × school-registrar",
                           "error 2, new certificate 1, new person 1, unchanged 1", "A dry run: nothing was signed"})
    EXPECT_THAT(ran.err, HasSubstr(said));
  EXPECT_FALSE(fs::exists(path("people.txt")));
  EXPECT_EQ(m_changes, 0U);
  const auto json = import_people({"--json"});
  EXPECT_THAT(json.out, HasSubstr("\"new person\": 1"));
  EXPECT_THAT(json.out, HasSubstr("\"expected\": \"unchanged\""));
}

TEST_F(RosterImport, a_registrar_reads_in_their_language_what_is_signed_once_for_all_and_every_line_has_an_outcome) {
  people_are_there(1);
  m_refused["p-2"] = protocol::Code::identity_taken;
  write_people(line("p-1", "p-1.crt") + line("t-1000", "") + line("p-2", "p-2.crt") + line("nobody", ""));
  const auto ran = import_people(key("seal"), "yes\n", true);
  EXPECT_EQ(ran.status, Exit::refused) << "one line is in error, one was refused";
  for (const auto* said :
       {"Bạn sắp ký điều này:", "thay đổi:   2 (enrol 2)", "u: teacher 2",
        "đầu tiên:   dòng 2: new person: ghi nhận p-1 (person Ấn tín) là teacher của u, phạm vi 1A",
        "LỖI:        1 dòng, không được ký", "items: 2", "root: sha256:", "người ký:   seal Ấn tín", "IDENTITY_TAKEN"})
    EXPECT_THAT(ran.err, HasSubstr(said));
  const auto outcomes = text("people.outcomes.csv");
  EXPECT_THAT(outcomes, HasSubstr("2,p-1,u,teacher,1A,new person,enrol,done,,,0,sha256:"));
  EXPECT_THAT(outcomes, HasSubstr("3,t-1000,u,teacher,1A,unchanged,,unchanged,,,,\n"));
  EXPECT_THAT(outcomes, HasSubstr("4,p-2,u,teacher,1A,new person,enrol,refused,IDENTITY_TAKEN,"));
  EXPECT_THAT(outcomes, HasSubstr("5,nobody,u,,,error,,error,ERROR,certificate is missing"));
  EXPECT_EQ(m_roster.at("p-1").roles.size(), 1U);
}

TEST_F(RosterImport, what_was_imported_is_unchanged_the_next_time_and_nothing_is_signed) {
  write_people(line("p-1", "p-1.crt") + line("p-2", "p-2.crt", ",,suspended"));
  ASSERT_EQ(import_people(key("seal") + Words{"--yes"}).status, Exit::ok);
  EXPECT_EQ(m_roster.at("p-2").suspended, std::vector<std::string>{"u"});
  const auto again = import_people(key("seal") + Words{"--yes", "--out", path("second"), "--json"});
  EXPECT_EQ(again.status, Exit::ok) << again.err;
  EXPECT_THAT(again.out, HasSubstr("\"unchanged\": 2"));
  EXPECT_THAT(again.err, HasSubstr("nothing to change"));
  EXPECT_FALSE(fs::exists(path("second.txt")));
}

TEST_F(RosterImport, nothing_is_signed_without_a_yes) {
  write_people(line("p-1", "p-1.crt"));
  EXPECT_EQ(import_people(key("seal")).status, Exit::usage) << "nobody to ask";
  for (const auto* typed : {"no\n", "y\n", "YES\n", ""})
    EXPECT_EQ(import_people(key("seal"), typed, true).status, Exit::refused);
  EXPECT_FALSE(fs::exists(path("people.txt")));
  EXPECT_EQ(m_changes, 0U);
}

TEST_F(RosterImport, two_registrars_sign_the_same_text_on_two_machines) {
  write_people(line("p-1", "p-1.crt"));
  const auto first_signs = import_people(key("seal") + Words{"--yes", "--sign-only"});
  ASSERT_EQ(first_signs.status, Exit::ok) << first_signs.err;
  EXPECT_EQ(m_changes, 0U) << "not sent yet";
  m_scratch.must_run(
      "mkdir elsewhere && mv people.txt people.*.p7s people.changes.csv people.certificates.pem elsewhere");
  const auto signs = [&](const std::string& name) {
    return roster(Words{"sign", path("elsewhere/people"), "--lang", "en"} + key(name), "yes\n", true);
  };
  const auto second_signs = signs("other");
  ASSERT_EQ(second_signs.status, Exit::ok) << second_signs.err;
  EXPECT_THAT(second_signs.err, HasSubstr("enrol p-1 (person Ấn tín) as teacher of u"));
  EXPECT_EQ(m_signatures, 2U);
  EXPECT_TRUE(m_roster.contains("p-1"));
  EXPECT_TRUE(
      m_scratch.run("for f in elsewhere/people.*.p7s; do openssl cms -verify -cades -binary -inform DER -in $f "
                    "-content elsewhere/people.txt -CAfile root.crt -purpose any -out /dev/null || exit 1; done"))
      << text("said");
  const auto twice = signs("other");
  EXPECT_EQ(twice.status, Exit::usage);
  EXPECT_THAT(twice.err, HasSubstr("you have signed this already"));
}

TEST_F(RosterImport, a_table_that_was_changed_after_it_was_signed_is_neither_signed_nor_sent) {
  write_people(line("p-1", "p-1.crt"));
  ASSERT_EQ(import_people(key("seal") + Words{"--yes", "--sign-only"}).status, Exit::ok);
  m_scratch.must_run("sed -i s/,1A,/,1B,/ people.changes.csv");
  for (const auto& words : {Words{"sign", path("people"), "--yes"} + key("other"), Words{"send", path("people")}}) {
    const auto ran = roster(words);
    EXPECT_EQ(ran.status, Exit::usage);
    EXPECT_THAT(ran.err, HasSubstr("the changes are not those of the statement that was signed"));
  }
  m_scratch.must_run("sed -i s/,1B,/,1A,/ people.changes.csv && cp p-2.crt people.certificates.pem");
  EXPECT_THAT(roster({"send", path("people")}).err, HasSubstr("the certificate of person p-1 is not in it"));
  EXPECT_EQ(m_changes, 0U);
}

TEST_F(RosterImport, a_statement_that_somebody_signed_is_never_written_over) {
  write_people(line("p-1", "p-1.crt"));
  ASSERT_EQ(import_people(key("seal") + Words{"--yes", "--sign-only"}).status, Exit::ok);
  const auto before = text("people.txt");
  const auto again = import_people(key("seal") + Words{"--yes", "--sign-only"});
  EXPECT_EQ(again.status, Exit::usage);
  EXPECT_THAT(again.err, HasSubstr("antin roster send"));
  EXPECT_EQ(text("people.txt"), before);
}

TEST_F(RosterImport, one_that_was_interrupted_goes_on_where_it_was) {
  write_many(300);
  m_error = protocol::Code::log_closed;
  m_good_requests = 2;
  const auto broken = import_people(key("seal") + Words{"--yes"});
  EXPECT_NE(broken.status, Exit::ok);
  const auto done = m_done.size();
  EXPECT_GT(done, 0U);
  EXPECT_LT(done, 300U);
  m_scratch.must_run("printf '7 1' >>people.journal");  // what a kill leaves of a line
  m_error.reset();
  const auto resumed = roster({"send", path("people"), "--json"});
  EXPECT_EQ(resumed.status, Exit::ok) << resumed.err;
  EXPECT_THAT(resumed.err, HasSubstr(std::to_string(done) + " were done before"));
  EXPECT_THAT(resumed.out, HasSubstr("\"done\": 300"));
  EXPECT_EQ(m_done.size(), 300U);
  for (const auto& [statement, times] : m_sent) EXPECT_EQ(times, 1);
  const auto again = roster({"send", path("people"), "--json"});
  EXPECT_EQ(again.status, Exit::ok);
  EXPECT_THAT(again.out, HasSubstr("\"done\": 300"));
}

TEST_F(RosterImport, without_its_journal_all_of_it_is_sent_again_and_done_once) {
  write_many(120);
  ASSERT_EQ(import_people(key("seal") + Words{"--yes"}).status, Exit::ok);
  const auto outcomes = text("people.outcomes.csv");
  m_scratch.must_run("rm people.journal");
  EXPECT_EQ(roster({"send", path("people")}).status, Exit::ok);
  EXPECT_EQ(m_done.size(), 120U);
  EXPECT_EQ(text("people.outcomes.csv"), outcomes);
}

TEST_F(RosterImport, only_lines_of_the_role_and_unit_asked_for_are_taken) {
  write_people(line("p-1", "p-1.crt") + "p-2,p-2.crt,u,principal,," + print(first) + "," + print(last) + ",,\n");
  const auto both = import_people({"--lang", "en"});
  EXPECT_THAT(both.err, HasSubstr("they differ: split the table by --role and --unit"));
  const auto one = import_people({"--role", "teacher", "--lang", "en"});
  EXPECT_THAT(one.out, Not(HasSubstr("p-2")));
  EXPECT_THAT(one.err, Not(HasSubstr("they differ")));
  EXPECT_EQ(import_people({"--role", "nobody"}).status, Exit::usage);
}

TEST_F(RosterImport, a_certificate_that_two_people_claim_or_that_cannot_be_read_is_its_lines_trouble) {
  m_scratch.write("none.crt", "nothing");
  write_people(line("p-1", "p-1.crt") + line("p-2", "p-1.crt") + line("p-3", "missing.crt") + line("p-4", "none.crt"));
  const auto ran = import_people({"--lang", "en"});
  EXPECT_EQ(ran.status, Exit::refused);
  EXPECT_THAT(ran.out, HasSubstr("line 3: error: p-2, u: certificate is that of p-1 in line 2"));
  EXPECT_THAT(ran.out, HasSubstr("line 4: error: p-3, u: certificate cannot be used: "));
  EXPECT_THAT(ran.out, HasSubstr("line 5: error: p-4, u: certificate cannot be used: "));
}

TEST_F(RosterImport, a_table_that_is_none_is_refused_with_its_line) {
  write_people("p,\"");
  const auto ran = import_people({});
  EXPECT_EQ(ran.status, Exit::usage);
  EXPECT_THAT(ran.err, HasSubstr("people.csv: line 2: a quote that is never closed"));
}

}  // namespace
}  // namespace antin::cli
