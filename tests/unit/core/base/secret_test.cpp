#include "core/base/secret.hpp"

#include <gtest/gtest.h>

#include <type_traits>

namespace antin::base {
namespace {

static_assert(!std::is_copy_constructible_v<Secret> && !std::is_copy_assignable_v<Secret>);

TEST(Secret, it_opens_by_its_one_name) {
  const Secret secret(view("1234"));
  EXPECT_FALSE(secret.empty());
  EXPECT_EQ(text(secret.expose_secret()), "1234");
  EXPECT_TRUE(Secret().empty());
}

TEST(Secret, taking_a_buffer_leaves_nothing_with_the_caller) {
  auto buffer = copy(view("1234"));
  const auto* octets = buffer.data();
  const auto secret = Secret::take(std::move(buffer));
  EXPECT_TRUE(buffer.empty());                       // NOLINT(bugprone-use-after-move): that is the promise
  EXPECT_EQ(secret.expose_secret().data(), octets);  // the same memory, so no second copy
}

TEST(Secret, moving_leaves_nothing_behind) {
  Secret first(view("first"));
  Secret second(view("second"));
  second = std::move(first);
  EXPECT_TRUE(first.empty());  // NOLINT(bugprone-use-after-move): that is the promise
  EXPECT_EQ(text(second.expose_secret()), "first");
  const Secret third(std::move(second));
  EXPECT_TRUE(second.empty());  // NOLINT(bugprone-use-after-move)
  EXPECT_EQ(text(third.expose_secret()), "first");
}

TEST(Secret, wiping_leaves_zeros) {
  auto buffer = copy(view("1234"));
  wipe(buffer);
  EXPECT_EQ(buffer, Bytes(4, 0));
  wipe({});
}

}  // namespace
}  // namespace antin::base
