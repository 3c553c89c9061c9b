#include "daemon/ceremony/run/health.hpp"

#include <gtest/gtest.h>

#include "core/crypto/random.hpp"

namespace antin::ceremony {
namespace {

base::Bytes good_sample() {
  base::Bytes sample(health_sample);
  crypto::fill_random(sample);
  return sample;
}

TEST(RandomOctets, of_this_machine_look_healthy) { EXPECT_TRUE(health_of(good_sample()).is_good()); }

TEST(RandomOctets, that_stick_for_a_while_do_not) {
  auto sample = good_sample();
  std::fill_n(sample.begin() + 1000, 6, std::uint8_t{7});
  EXPECT_FALSE(health_of(sample).is_good());
}

TEST(RandomOctets, of_which_one_comes_far_too_often_do_not) {
  auto sample = good_sample();
  for (std::size_t i = 512; i < 1024; i += 16) sample[i] = 9;
  EXPECT_FALSE(health_of(sample).is_good());
}

// Counted on one's fingers: 0 to 255 twice makes a window, of which the first value comes twice.
base::Bytes even_sample() {
  base::Bytes sample(512);
  for (std::size_t i = 0; i < sample.size(); ++i) sample[i] = static_cast<std::uint8_t>(i);
  return sample;
}

TEST(RandomOctets, fail_at_the_cut_offs_and_not_before) {
  for (const unsigned run : {5U, 6U}) {
    auto sample = even_sample();
    std::fill_n(sample.begin() + 100, run, std::uint8_t{200});
    EXPECT_EQ(health_of(sample).is_good(), run < 6) << run;
  }
  for (const unsigned times : {18U, 19U}) {
    auto sample = even_sample();
    for (unsigned i = 2; i < times; ++i) sample[i * 10] = 0;
    EXPECT_EQ(health_of(sample).most_frequent, times);
    EXPECT_EQ(health_of(sample).is_good(), times < 19) << times;
  }
}

TEST(RandomOctets, that_are_not_there_do_not) {
  EXPECT_FALSE(health_of({}).is_good());
  EXPECT_FALSE(health_of(base::Bytes(health_sample, 0)).is_good());
}

}  // namespace
}  // namespace antin::ceremony
