// What stands behind the transcript in the journal is signed by nobody: nothing there is believed, or put there.
#include <gmock/gmock.h>

#include "tests/integration/ceremony/forger.hpp"

namespace antin::ceremony {
namespace {

using ::testing::HasSubstr;

constexpr int done = 0;
constexpr int refused = 1;

class ACompleteCeremony : public ::testing::Test {
 protected:
  ACompleteCeremony() {
    m_office.add_token("seals", "file");
    m_office.add_key("log/79/hcm/2026.1", "seals", "ed25519");
    m_office.make_plan();
    if (m_office.run_with_answers() != done) throw std::runtime_error(m_office.said());
  }
  void expect_untouched(const std::string& command, const std::string& why) const {
    const auto lines = m_office.lines();
    EXPECT_EQ(m_office.run(command), refused);
    EXPECT_THAT(m_office.said(), HasSubstr(why));
    EXPECT_EQ(m_office.lines(), lines);
    EXPECT_EQ(m_office.run("verify D"), done) << m_office.said();
  }

  Office m_office{{2, 2, 2}};
};

// A later ceremony would ask for the shares of round 9, which nobody has.
TEST_F(ACompleteCeremony, has_no_shares_behind_its_transcript_that_a_later_one_would_ask_for) {
  forge(m_office,
        "for n,holder in ((1,'b-1'),(2,'b-2')):\n"
        "  add('share','03-initialise-seals',{'token':'seals','pin':'user-pin','round':'9','number':str(n),"
        "'holder':holder,'share':'sha256:'+'ab'*32})\n");
  EXPECT_EQ(m_office.run("verify D"), refused);
  EXPECT_THAT(m_office.said(), HasSubstr("share of 03-initialise-seals: the ceremony was over"));
  EXPECT_EQ(m_office.run_with_answers("--resume"), refused);
  m_office.begin_another("test-2026.2");
  m_office.add_present_token("seals", "test-2026.1");
  m_office.add_known_key("log/79/hcm/2026.1", "seals", "keep", "test-2026.1");
  EXPECT_THROW(m_office.make_plan(), std::runtime_error);
  EXPECT_THAT(m_office.said(), HasSubstr("the ceremony was over"));
}

TEST_F(ACompleteCeremony, is_not_aborted_and_has_no_exceptions) {
  expect_untouched("abort D 'too late' --language en --answers answers.toml",
                   "the ceremony is complete: nothing is added to its record");
  expect_untouched("exception D 'too late'", "the ceremony is complete: nothing is added to its record");
}

TEST_F(ACompleteCeremony, had_no_exception_while_its_transcript_was_signed) {
  forge(m_office, "cut('end','-transcript')\n");
  EXPECT_EQ(m_office.run("exception D 'now'"), refused);
  EXPECT_THAT(m_office.said(), HasSubstr("the transcript is being signed and would not count this exception"));
  EXPECT_EQ(m_office.run_with_answers("--resume"), done) << m_office.said();
  EXPECT_EQ(m_office.run("verify D"), done) << m_office.said();
}

// The same signatures by a program that was mended meanwhile: the officers' approvals of the resumption are for it.
TEST_F(ACompleteCeremony, may_have_been_signed_with_a_newer_program) {
  forge(m_office, "cut('end','-transcript')\n");
  m_office.folder.must_run("cp '" + program + "' newer && printf x >> newer");
  m_office.folder.must_run(
      "SOFTHSM2_CONF=$PWD/softhsm2.conf ./newer run D --language en --answers answers.toml --resume");
  EXPECT_EQ(m_office.run("verify D"), done) << m_office.said();
  m_office.folder.must_run("sha256sum newer | cut -c 1-64");
  const auto newer = m_office.said().substr(0, 64);
  ASSERT_EQ(m_office.run("verify D"), done);
  EXPECT_THAT(m_office.said(), HasSubstr(", by sha256:" + newer));
}

}  // namespace
}  // namespace antin::ceremony
