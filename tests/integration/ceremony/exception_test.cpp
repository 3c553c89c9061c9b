// What was not as planned: officers see what they answer, and no approval answers anything else.
#include <gmock/gmock.h>

#include "tests/integration/ceremony/forger.hpp"
#include "tests/integration/ceremony/terminal.hpp"

namespace antin::ceremony {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;

constexpr int done = 0;
constexpr int refused = 1;
constexpr int unusable = 2;

const std::string stopped = "02-inventory-before: the HSM has a token labelled seals already";
const std::string text = "The token of a test was removed.";

class AnException : public ::testing::Test {
 protected:
  AnException() {
    m_office.add_token("seals");
    m_office.add_key("log/79/hcm/2026.1", "seals", "ed25519");
    m_office.make_plan();
    m_office.folder.must_run(
        "SOFTHSM2_CONF=$PWD/softhsm2.conf softhsm2-util --init-token --free --label seals --so-pin 12345678 --pin "
        "12345678");
    if (m_office.run_with_answers() != refused) throw std::runtime_error(m_office.said());
    m_office.folder.must_run("rm -r tokens/*");
    if (m_office.run("exception D '" + text + "'") != done) throw std::runtime_error(m_office.said());
  }

  Office m_office{{2, 2, 2}};
};

TEST_F(AnException, is_approved_beside_the_stop_that_it_answers_on_both_screens) {
  TerminalPeople people(m_office);
  ASSERT_EQ(people.run({"run", "D", "--language", "en", "--resume"}), done) << people.screens().back();
  for (const auto* asked : {"Who signs? Id: ", "is about to sign this:"})
    EXPECT_THAT(people.screens(), Contains(AllOf(HasSubstr("exception-8"), HasSubstr("Stopped           02-inventory"),
                                                 HasSubstr(text), HasSubstr(asked))));
  for (const auto& screen : people.screens()) check_fits(screen);
}

TEST_F(AnException, stays_with_its_stop_in_the_transcript_and_for_whoever_verifies) {
  m_office.complete();
  ASSERT_EQ(m_office.run("verify D"), done) << m_office.said();
  EXPECT_THAT(m_office.said(), AllOf(HasSubstr(stopped), HasSubstr(text)));
  EXPECT_THAT(m_office.folder.text("D/transcript.note"), HasSubstr("\nstops: 1\nexceptions: 1\n"));
}

TEST_F(AnException, is_not_approved_by_what_officers_have_signed_about_another) {
  ASSERT_EQ(m_office.run_with_answers("--resume"), done) << m_office.said();
  forge(m_office,
        "cut('begin','-inventory-after')\nadd('stop','05-test-seals',{'text':'a stranger is in the token'})\n"
        "add('exception','exception-8',{'text':'nothing to see here'})\n");
  const auto lines = m_office.lines().size();
  EXPECT_EQ(m_office.run_with_answers("--resume"), unusable);
  EXPECT_THAT(m_office.said(), HasSubstr("line " + std::to_string(lines) + " is under an id that is not its own"));
  EXPECT_EQ(m_office.run("verify D"), refused);
  EXPECT_THAT(m_office.said(), HasSubstr("is under an id that is not its own"));
  EXPECT_EQ(m_office.lines().size(), lines) << "nothing was done";
}

}  // namespace
}  // namespace antin::ceremony
