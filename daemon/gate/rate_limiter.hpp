// How often a system may ask: a bucket of `burst` tokens for each, filled with `rate` tokens a second.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>

#include "daemon/gate/registry.hpp"

namespace antin::gate {

class RateLimiter {
 public:
  using Clock = std::chrono::steady_clock;

  RateLimiter(std::uint64_t rate, std::uint64_t burst);

  // Zero: admitted, and a token is gone. Otherwise how long the next token takes, rounded up.
  std::chrono::milliseconds wait_of(const local::CurveKey& caller, Clock::time_point now);
  // Drops the buckets of systems that are registered no more, so that they do not pile up.
  void keep_only(const Registry& registry);

 private:
  struct Bucket {
    double tokens;
    Clock::time_point filled;
  };
  double m_rate;
  double m_burst;
  std::map<local::CurveKey, Bucket> m_buckets;
};

}  // namespace antin::gate
