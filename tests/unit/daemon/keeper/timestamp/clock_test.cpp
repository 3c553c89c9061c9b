#include "daemon/keeper/timestamp/clock.hpp"

#include <gtest/gtest.h>

namespace antin::keeper {
namespace {

const base::Instant now(std::chrono::seconds(1'800'000'000));

TEST(Clock, the_kernels_clock_is_trusted_up_to_the_stated_accuracy) {
  EXPECT_TRUE(judge({now, 0, true}, 1000).trusted);
  EXPECT_TRUE(judge({now, 1'000'000, true}, 1000).trusted);
  EXPECT_FALSE(judge({now, 1'000'001, true}, 1000).trusted);
  EXPECT_FALSE(judge({now, 100'001, true}, 100).trusted);
}

TEST(Clock, a_clock_of_which_the_kernel_says_nothing_is_not_trusted) {
  EXPECT_FALSE(judge({now, 0, false}, 1000).trusted);
  EXPECT_FALSE(judge({now, -1, true}, 1000).trusted);
  EXPECT_FALSE(ClockReading{}.trusted);
}

TEST(Clock, a_judgement_keeps_what_the_kernel_said) {
  const auto reading = judge({now, 812, true}, 1000);
  EXPECT_EQ(reading.now, now);
  EXPECT_EQ(reading.error_us, 812U);
  EXPECT_EQ(reading.source, ClockSource::kernel);
}

TEST(Clock, the_kernels_clock_reads_adjtimex) {
  const auto before = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  const auto reading = KernelClock(1000).read();
  EXPECT_GE(reading.now, before);
  EXPECT_LE(reading.now, std::chrono::system_clock::now());
  EXPECT_EQ(reading.source, ClockSource::kernel);
  EXPECT_EQ(reading.trusted, reading.error_us <= 1'000'000);
}

TEST(Clock, the_development_clock_is_believed_and_says_what_it_is) {
  const auto before = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  const auto reading = DevelopmentClock().read();
  EXPECT_GE(reading.now, before);
  EXPECT_TRUE(reading.trusted);
  EXPECT_EQ(reading.source, ClockSource::development);
}

TEST(Clock, sources_have_names) {
  EXPECT_EQ(name(ClockSource::kernel), "kernel");
  EXPECT_EQ(name(ClockSource::development), "development");
  EXPECT_EQ(name(ClockSource::unknown), "unknown");
}

}  // namespace
}  // namespace antin::keeper
