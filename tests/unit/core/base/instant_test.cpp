#include "core/base/instant.hpp"

#include <gtest/gtest.h>

namespace antin::base {
namespace {

TEST(Instant, it_prints_and_comes_back) {
  for (const auto* text : {"1970-01-01T00:00:00.000Z", "2024-02-29T23:59:59.999Z", "2026-05-28T02:11:09.412Z",
                           "9999-12-31T23:59:59.999Z"}) {
    const auto at = parse_instant(text);
    ASSERT_TRUE(at) << text;
    EXPECT_EQ(print(*at), text);
  }
}

TEST(Instant, the_epoch_is_zero_and_known_moments_count_right) {
  EXPECT_EQ(parse_instant("1970-01-01T00:00:00Z")->time_since_epoch().count(), 0);
  // date -u -d 2026-06-30T16:59:59Z +%s
  EXPECT_EQ(parse_instant("2026-06-30T16:59:59Z")->time_since_epoch().count(), 1782838799000);
}

TEST(Instant, seconds_are_cut_and_not_rounded) {
  EXPECT_EQ(print_seconds(*parse_instant("2026-06-30T16:59:59.999Z")), "2026-06-30T16:59:59Z");
}

TEST(Instant, moments_before_1970_print_too) {
  EXPECT_EQ(print(Instant(std::chrono::milliseconds(-1))), "1969-12-31T23:59:59.999Z");
}

TEST(Instant, any_other_form_is_refused) {
  for (const auto* text :
       {"", "2026-06-30", "2026-06-30T16:59:59", "2026-06-30 16:59:59Z", "2026-06-30T16:59:59z", "2026-06-30T16:59Z",
        "2026-06-30T16:59:59.1Z", "2026-06-30T16:59:59.12Z", "2026-06-30T16:59:59.1234Z", "2026-06-30T16:59:59,123Z",
        "2026-06-30T16:59:59.12 Z", "2026-06-30T16:59:59+00:00", " 2026-06-30T16:59:59Z", "2026-06-30T16:59:59Z\n",
        "2026-6-30T16:59:59ZZ", "+026-06-30T16:59:59Z", "2026-06-30T16:59:-9Z"})
    EXPECT_FALSE(parse_instant(text)) << text;
}

TEST(Instant, a_moment_that_never_is_is_refused) {
  for (const auto* text : {"2026-02-29T00:00:00Z", "2026-00-01T00:00:00Z", "2026-13-01T00:00:00Z",
                           "2026-04-31T00:00:00Z", "2026-04-00T00:00:00Z", "2026-04-30T24:00:00Z",
                           "2026-04-30T00:60:00Z", "2026-06-30T23:59:60Z", "1969-12-31T23:59:59Z"})
    EXPECT_FALSE(parse_instant(text)) << text;
}

}  // namespace
}  // namespace antin::base
