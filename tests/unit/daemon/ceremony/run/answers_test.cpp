#include <gmock/gmock.h>

#include "daemon/ceremony/run/people.hpp"
#include "tests/support/scratch.hpp"

namespace antin::ceremony {
namespace {

using ::testing::HasSubstr;

class AnswersInAFile : public ::testing::Test {
 protected:
  std::string why(const std::string& text) {
    m_folder.write("answers.toml", text);
    const auto people = people_in_file(m_folder / "answers.toml");
    return people ? "they were read" : people.error().text;
  }
  client::Scratch m_folder;
};

TEST_F(AnswersInAFile, say_who_signs_with_what_once_each) {
  ASSERT_EQ(why("shares = \"s\"\n[[sign]]\nas = \"so-1\"\noptions = [\"--p12\", \"so-1.p12\"]\n"), "they were read");
  const auto people = people_in_file(m_folder / "answers.toml");
  Screen screen;
  const auto signatory = (*people)->next_signatory(screen, {"so-2", "so-1"});
  ASSERT_TRUE(signatory);
  EXPECT_EQ(signatory->id, "so-1");
  EXPECT_THAT(signatory->options, ::testing::ElementsAre("--p12", "so-1.p12", "--yes"));
  // Somebody who did not succeed is not asked for ever.
  EXPECT_FALSE((*people)->next_signatory(screen, {"so-2", "so-1"}));
}

TEST_F(AnswersInAFile, keep_shares_that_nobody_else_can_read) {
  ASSERT_EQ(why("shares = \"s\"\n"), "they were read");
  const auto people = people_in_file(m_folder / "answers.toml");
  Screen screen;
  screen.name = "so-pin seals round 1";
  ASSERT_TRUE((*people)->hand_over(screen, "a-1", base::Secret(base::view("0123"))));
  EXPECT_EQ(std::filesystem::status(m_folder / "s/so-pin.seals.round.1.a-1").permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  EXPECT_EQ(*(*people)->next_holder(screen, {"a-0", "a-1"}), "a-1");
  const auto typed = (*people)->typed_share(screen, "a-1", 3);
  ASSERT_TRUE(typed);
  EXPECT_EQ(base::text(typed->expose_secret()), "0123");
}

TEST_F(AnswersInAFile, of_another_form_are_refused_with_line_and_key) {
  EXPECT_THAT(why("shares = \"s\"\nofficers = 2\n"), HasSubstr("answers.toml:2: officers: is not a key"));
  EXPECT_THAT(why("[[sign]]\nas = \"so-1\"\noptions = [\"--p12\"]\n"), HasSubstr("shares"));
  EXPECT_THAT(why("shares = \"s\"\n[[sign]]\nas = \"x\"\noptions = [\"a\"]\n[[sign]]\nas = \"x\"\noptions = [\"a\"]\n"),
              HasSubstr("is named twice"));
}

}  // namespace
}  // namespace antin::ceremony
