// A ceremony is ended for good: by one person while nothing is made, by the quorum when it would leave something.
#include <gmock/gmock.h>

#include "tests/integration/ceremony/terminal.hpp"

namespace antin::ceremony {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;

constexpr int done = 0;
constexpr int refused = 1;
constexpr int unusable = 2;
constexpr int paused = 3;

const std::string label = "seal/79/department/2026.1";

class AnAbort : public ::testing::Test {
 protected:
  AnAbort() {
    m_office.add_backed_up_token("seals", "file");
    m_office.add_key(label, "seals", "ecdsa-p256", "wrapped");
    m_office.make_plan();
    m_office.folder.write("nobody.toml", std::string_view("shares = \"shares\"\n"));
    m_office.folder.must_run("sed 's/as = \"so-2\"/as = \"so-9\"/' answers.toml > alone.toml");
  }
  void hold_until_the_key_is_there() const {
    ASSERT_EQ(m_office.run_with_answers(), paused) << m_office.said();
    m_office.cut_before("-close-seals", "begin");
  }
  [[nodiscard]] int abort(const std::string& answers) const {
    return m_office.run("abort D 'The spare cannot be had.' --language en --answers " + answers);
  }
  void expect_over() const {
    const auto lines = m_office.lines();
    EXPECT_EQ(m_office.run_with_answers("--resume"), refused);
    EXPECT_THAT(m_office.said(), HasSubstr("the ceremony was aborted: it does not go on"));
    EXPECT_EQ(abort("answers.toml"), refused);
    EXPECT_EQ(m_office.lines(), lines);
    EXPECT_EQ(m_office.run("verify D"), refused);
    EXPECT_THAT(m_office.said(), HasSubstr("the ceremony was aborted"));
    ASSERT_EQ(m_office.run("status D"), done);
    EXPECT_THAT(m_office.said(), AllOf(HasSubstr(" ABORTED"), HasSubstr("The spare cannot be had.")));
  }

  Office m_office{{2, 2, 2}};
};

TEST_F(AnAbort, is_one_persons_while_nothing_was_made) {
  ASSERT_EQ(m_office.run("run D --language en --answers nobody.toml"), paused) << m_office.said();
  ASSERT_EQ(abort("nobody.toml"), done) << m_office.said();
  EXPECT_THAT(m_office.said(), AllOf(HasSubstr("Journal: 3 lines; hash of the last:"), HasSubstr("does not go on")));
  expect_over();
}

TEST_F(AnAbort, needs_people) {
  ASSERT_EQ(m_office.run("run D --language en --answers nobody.toml"), paused) << m_office.said();
  const auto lines = m_office.lines();
  EXPECT_EQ(m_office.run("abort D 'so' --language en"), unusable);
  EXPECT_EQ(m_office.run("abort D 'so'"), unusable);
  EXPECT_EQ(m_office.lines(), lines);
}

TEST_F(AnAbort, that_would_leave_an_extractable_key_ends_nothing_without_the_quorum) {
  hold_until_the_key_is_there();
  EXPECT_EQ(abort("alone.toml"), paused) << m_office.said();
  EXPECT_THAT(m_office.lines().back(), HasSubstr("\"step\":\"abort-"));
  m_office.complete();
  ASSERT_EQ(m_office.run("verify D"), done) << m_office.said();
}

TEST_F(AnAbort, with_the_quorum_ends_it_whatever_it_leaves) {
  hold_until_the_key_is_there();
  ASSERT_EQ(abort("answers.toml"), done) << m_office.said();
  expect_over();
}

TEST_F(AnAbort, shows_what_it_leaves_takes_exactly_yes_and_is_signed_beside_that) {
  hold_until_the_key_is_there();
  const std::vector<std::string> words{"abort", "D", "The spare cannot be had.", "--language", "en"};
  TerminalPeople people(m_office);
  const auto lines = m_office.lines();
  people.instead = [](const std::string&, const std::string&) { return "yes"; };
  ASSERT_EQ(people.run(words), paused);
  EXPECT_EQ(m_office.lines(), lines);
  people.instead = nullptr;
  ASSERT_EQ(people.run(words), done) << people.screens().back();
  for (const auto* asked : {"Type exactly Yes to go on", "Type exactly Yes to sign"})
    EXPECT_THAT(people.screens(), Contains(AllOf(HasSubstr("the token seals is there"),
                                                 HasSubstr("Left behind       the key " + label + " is in seals"),
                                                 HasSubstr(label + " CAN STILL"), HasSubstr(asked))));
  for (const auto& screen : people.screens()) check_fits(screen);
  expect_over();
}

}  // namespace
}  // namespace antin::ceremony
