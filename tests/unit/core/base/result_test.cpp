#include "core/base/result.hpp"

#include <gtest/gtest.h>

#include <memory>

namespace antin::base {
namespace {

TEST(Result, it_holds_a_value_or_a_reason) {
  Result<int> good = 5;
  EXPECT_TRUE(good);
  EXPECT_EQ(*good, 5);
  const Result<int> bad = Error{"why"};
  EXPECT_FALSE(bad.ok());
  EXPECT_EQ(bad.error().text, "why");
}

TEST(Result, asking_for_what_is_not_there_is_a_bug_and_throws) {
  const Result<int> good = 5;
  const Result<int> bad = Error{"why"};
  EXPECT_THROW((void)good.error(), std::bad_variant_access);
  EXPECT_THROW((void)bad.value(), std::bad_variant_access);
  EXPECT_THROW((void)Result<void>().error(), std::bad_optional_access);
}

TEST(Result, a_value_that_only_moves_can_be_taken_out) {
  Result<std::unique_ptr<int>> owner = std::make_unique<int>(7);
  const auto taken = std::move(owner).value();
  EXPECT_EQ(*taken, 7);
}

TEST(Result, success_without_a_value_and_failure_are_told_apart) {
  EXPECT_TRUE(Result<void>());
  const Result<void> bad = Error{"why"};
  EXPECT_FALSE(bad);
  EXPECT_EQ(bad.error().text, "why");
}

}  // namespace
}  // namespace antin::base
