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

TEST(RandomOctets, that_are_not_there_do_not) {
  EXPECT_FALSE(health_of({}).is_good());
  EXPECT_FALSE(health_of(base::Bytes(health_sample, 0)).is_good());
}

}  // namespace
}  // namespace antin::ceremony
