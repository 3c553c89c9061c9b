// Between two runs whoever holds the folder could have written anything into the journal: people compare how it ends,
// and the officers approve that it goes on.
#include <gmock/gmock.h>
#include <signal.h>

#include "tests/integration/ceremony/forger.hpp"
#include "tests/integration/ceremony/terminal.hpp"

namespace antin::ceremony {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr int done = 0;
constexpr int refused = 1;
constexpr int paused = 3;

const std::string label = "seal/79/department/2026.1";

std::size_t lines_with(const Office& office, const std::string& text) {
  std::size_t count = 0;
  for (const auto& line : office.lines()) count += line.find(text) != std::string::npos ? 1U : 0U;
  return count;
}

class AResumption : public ::testing::Test {
 protected:
  AResumption() {
    m_office.add_backed_up_token("seals", "file");
    m_office.add_key(label, "seals", "ecdsa-p256", "wrapped");
    m_office.make_plan();
    if (m_office.run_with_answers() != paused) throw std::runtime_error(m_office.said());
  }
  // As any tool computes it: sha256sum of the last line.
  [[nodiscard]] std::string head() const {
    m_office.folder.must_run("tail -n 1 D/journal.jsonl | tr -d '\\n' | sha256sum | cut -c 1-64");
    return m_office.said().substr(0, 64);
  }
  void answer_alone() const {
    m_office.folder.must_run("sed 's/as = \"so-2\"/as = \"so-9\"/' answers.toml > alone.toml");
  }

  Office m_office{{2, 2, 2}};
};

TEST_F(AResumption, begins_with_what_the_program_said_when_it_stopped) {
  const auto noted = m_office.said();
  const auto hash = head();
  const auto lines = std::to_string(m_office.lines().size());
  EXPECT_THAT(noted, HasSubstr("Journal: " + lines + " lines; hash of the last:\n  " + hash.substr(0, 8) + " " +
                               hash.substr(8, 8)));
  ASSERT_EQ(m_office.run("words " + hash), done) << m_office.said();
  const auto first_word = m_office.said().substr(0, m_office.said().find(' '));
  EXPECT_THAT(noted, HasSubstr("\n  " + first_word));

  TerminalPeople people(m_office);
  ASSERT_EQ(people.run({"run", "D", "--language", "en", "--resume"}), paused) << people.screens().back();
  EXPECT_THAT(
      people.screens(),
      Contains(AllOf(HasSubstr("Go on with the ceremony"), HasSubstr("Journal: " + lines + " lines"),
                     HasSubstr(hash.substr(0, 8) + " " + hash.substr(8, 8)), HasSubstr("  " + first_word),
                     HasSubstr("Last line         end 09-request-seal"), HasSubstr("Type exactly Yes to go on"))));
  for (const auto& screen : people.screens()) check_fits(screen);
}

TEST_F(AResumption, does_nothing_before_people_have_said_yes) {
  const auto lines = m_office.lines();
  TerminalPeople people(m_office);
  people.instead = [](const std::string&, const std::string&) { return "no"; };
  ASSERT_EQ(people.run({"run", "D", "--language", "en", "--resume"}), paused);
  EXPECT_EQ(m_office.lines(), lines);
}

// The screen shows what the statement to be signed holds.
TEST_F(AResumption, is_approved_over_the_head_that_the_screen_shows_and_so_is_every_step) {
  m_office.certify();
  TerminalPeople people(m_office);
  people.instead = [&](const std::string& prompt, const std::string&) -> std::string {
    return prompt == "Type the share: " ? people.share_on_paper("user-pin.seals.round.1") : "";
  };
  ASSERT_EQ(people.run({"run", "D", "--language", "en", "--resume"}), done) << people.screens().back();
  std::size_t compared = 0;
  const std::string shown = "Journal's head    sha256:";
  for (const auto& screen : people.screens()) {
    const auto at = screen.find(shown);
    if (at == std::string::npos) continue;
    const auto begins = screen.substr(at + shown.size(), 40);
    EXPECT_THAT(people.screens(), Contains(AllOf(HasSubstr("is about to sign this:"), HasSubstr("sha256:" + begins))));
    ++compared;
  }
  EXPECT_EQ(compared, 4U) << "two officers, the resumption and the certificate";
  ASSERT_EQ(m_office.run("verify D"), done) << m_office.said();
  EXPECT_THAT(m_office.said(), HasSubstr("resumed"));
  EXPECT_THAT(m_office.folder.text("D/transcript.note"), HasSubstr("\nresumes: 1\n"));
}

TEST_F(AResumption, needs_the_quorum_before_anything_else_is_done) {
  m_office.certify();
  answer_alone();
  ASSERT_EQ(m_office.run("run D --language en --answers alone.toml --resume"), paused) << m_office.said();
  EXPECT_EQ(lines_with(m_office, "\"type\":\"resume\""), 1U);
  EXPECT_THAT(m_office.lines().back(), HasSubstr("\"step\":\"resume-"));
  EXPECT_EQ(lines_with(m_office, "\"type\":\"end\""), 9U) << "nothing was done";
  m_office.complete();
  EXPECT_EQ(lines_with(m_office, "\"type\":\"resume\""), 2U);
  ASSERT_EQ(m_office.run("verify D"), done) << m_office.said();
}

TEST_F(AResumption, that_was_killed_gets_another_one) {
  m_office.certify();
  const std::string preload = "LD_PRELOAD=" ANTIN_BINARY_DIR "/tests/libkill_at_write.so KILL_";
  for (const auto* kill : {"BEFORE=1", "AFTER=1", "BEFORE=2", "AFTER=2", "BEFORE=3", "AFTER=3"})
    EXPECT_THAT(m_office.run_with_answers("--resume", preload + kill), ::testing::AnyOf(137, -1)) << kill;
  m_office.complete();
  EXPECT_EQ(lines_with(m_office, "\"type\":\"resume\""), 6U);
  ASSERT_EQ(m_office.run("verify D"), done) << m_office.said();
}

// It was approved by too few, but the journal goes on as if it had been approved.
TEST_F(AResumption, without_its_quorum_makes_no_record_that_holds_and_is_not_gone_on_with) {
  answer_alone();
  ASSERT_EQ(m_office.run("run D --language en --answers alone.toml --resume"), paused) << m_office.said();
  const auto before = m_office.folder.text("D/journal.jsonl");
  for (const auto* line : {"add('begin','10-certificate-seal.79.department.2026.1',{})\n",
                           "approve('09-request-seal.79.department.2026.1','so-1')\n"}) {
    m_office.folder.must_run("cp D/approvals/01-prologue.so-1.p7s D/approvals/09-request-" +
                             std::string("seal.79.department.2026.1.so-1.p7s"));
    m_office.folder.write("D/journal.jsonl", before);
    forge(m_office, line);
    const auto lines = m_office.lines();
    EXPECT_EQ(m_office.run_with_answers("--resume"), refused);
    EXPECT_THAT(m_office.said(), HasSubstr("the record was altered: line " + std::to_string(lines.size())));
    EXPECT_EQ(m_office.lines(), lines);
    EXPECT_EQ(m_office.run("verify D"), refused);
  }
}

// The end of a step that was never held, put there between two runs: nobody can take it for what they noted.
TEST_F(AResumption, shows_that_a_line_was_added_or_cut) {
  forge(m_office, "cut('end','-restore-seals')\n");
  const auto before = head();
  const auto lines = m_office.lines().size();
  forge(m_office, "add('end','07-restore-seals',{'spare-serial':'0123456789abcdef'})\n");
  TerminalPeople people(m_office);
  people.instead = [](const std::string&, const std::string&) { return "no"; };
  ASSERT_EQ(people.run({"run", "D", "--language", "en", "--resume"}), paused);
  EXPECT_THAT(people.screens(), Contains(AllOf(HasSubstr("Journal: " + std::to_string(lines + 1) + " lines"),
                                               HasSubstr("Last line         end 07-restore-seals"),
                                               Not(HasSubstr(before.substr(0, 8))))));
}

TEST_F(AResumption, is_not_needed_when_the_ceremony_is_complete) {
  m_office.complete();
  const auto lines = m_office.lines();
  ASSERT_EQ(m_office.run_with_answers("--resume"), done) << m_office.said();
  EXPECT_THAT(m_office.said(), HasSubstr("The ceremony is complete"));
  EXPECT_EQ(m_office.lines(), lines);
}

TEST_F(AResumption, by_another_program_stops_until_officers_excuse_it) {
  forge(m_office, "entries[0]['facts']['tool']='sha256:'+'0'*64\ndel entries[1:]\n");
  EXPECT_EQ(m_office.run_with_answers("--resume"), refused);
  EXPECT_THAT(m_office.said(), HasSubstr("antin-ceremony is not the program that it was"));
  EXPECT_EQ(lines_with(m_office, "\"type\":\"begin\""), 0U);
}

TEST_F(AResumption, ctrl_c_pauses_in_order_and_says_how_the_journal_ends) {
  TerminalPeople people(m_office);
  people.instead = [&](const std::string& prompt, const std::string&) -> std::string {
    if (prompt != "Who signs? Id: ") return {};
    ::kill(people.process(), SIGINT);
    return {};
  };
  ASSERT_EQ(people.run({"run", "D", "--language", "en", "--resume"}), paused) << people.screens().back();
  EXPECT_THAT(people.screens().back(),
              HasSubstr("Journal: " + std::to_string(m_office.lines().size()) + " lines; hash of the last:"));
}

TEST(ANoteOfTheJournal, is_asked_for_after_an_exception_too) {
  Office office({2, 2, 2});
  office.add_token("seals");
  office.add_key("log/79/hcm/2026.1", "seals", "ed25519");
  office.make_plan();
  office.folder.must_run("sed 's/as = \"so-2\"/as = \"so-9\"/' answers.toml > alone.toml");
  ASSERT_EQ(office.run("run D --language vi --answers alone.toml"), paused);
  EXPECT_THAT(office.said(), HasSubstr("Nhật ký: 3 dòng; mã băm của dòng cuối:"));
  ASSERT_EQ(office.run("exception D 'The lights went out.'"), done);
  EXPECT_THAT(office.said(), HasSubstr("Journal: 4 lines; hash of the last:"));
}

}  // namespace
}  // namespace antin::ceremony
