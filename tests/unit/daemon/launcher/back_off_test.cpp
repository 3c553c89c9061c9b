#include "daemon/launcher/back_off.hpp"

#include <gtest/gtest.h>

namespace antin::launcher {
namespace {

using std::chrono::milliseconds;

TEST(BackOff, waits_double_up_to_two_seconds) {
  BackOff back_off;
  for (const int expected : {100, 200, 400, 800, 1600, 2000, 2000}) {
    EXPECT_EQ(back_off.after_a_life_of(milliseconds{10}), milliseconds{expected});
  }
}

TEST(BackOff, a_long_life_starts_over) {
  BackOff back_off;
  for (int i = 0; i < 6; ++i) back_off.after_a_life_of(milliseconds{10});
  EXPECT_EQ(back_off.after_a_life_of(milliseconds{5000}), milliseconds{100});
  EXPECT_EQ(back_off.after_a_life_of(milliseconds{4999}), milliseconds{200});
}

}  // namespace
}  // namespace antin::launcher
