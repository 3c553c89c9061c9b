#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "core/base/file.hpp"
#include "daemon/ceremony/probe/check.hpp"

namespace antin::ceremony::probe {
namespace {

using ::testing::HasSubstr;

TEST(TheQuestions, have_names_of_their_own_and_say_what_they_mean) {
  std::set<std::string_view> ids;
  for (const auto* group : groups()) {
    EXPECT_NE(group->opening, Opening::unknown) << group->name;
    for (const auto& check : group->checks) {
      EXPECT_TRUE(ids.insert(check.id).second) << check.id;
      EXPECT_NE(check.bearing, Bearing::unknown) << check.id;
      EXPECT_TRUE(check.question.ends_with("?")) << check.id;
      EXPECT_TRUE(check.meaning.ends_with(".")) << check.id;
    }
  }
}

// Else ./dev probe --write was forgotten.
TEST(TheQuestions, are_all_in_the_published_table) {
  const auto page = base::read_file(ANTIN_SOURCE_DIR "/docs/hsm.md", 1U << 20);
  ASSERT_TRUE(page) << page.error().text;
  const std::string text(base::text(*page));
  for (const auto* group : groups()) {
    for (const auto& check : group->checks)
      EXPECT_THAT(text, HasSubstr(std::string(check.question) + " `" + std::string(check.id) + "`"));
  }
}

// The PINs are tried before anything that could need them, and what is left is looked for last.
TEST(TheQuestions, come_in_an_order_that_spares_the_pins) {
  bool pins_tried = false;
  for (const auto* group : groups()) {
    if (group == &login_group) pins_tried = true;
    if (group->needs_user && group != &login_group) {
      EXPECT_TRUE(pins_tried) << group->name;
    }
  }
  EXPECT_EQ(groups().back(), &left_group);
}

}  // namespace
}  // namespace antin::ceremony::probe
