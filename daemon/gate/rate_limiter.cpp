#include "daemon/gate/rate_limiter.hpp"

#include <algorithm>
#include <cmath>

namespace antin::gate {

RateLimiter::RateLimiter(std::uint64_t rate, std::uint64_t burst)
    : m_rate(static_cast<double>(rate)), m_burst(static_cast<double>(burst)) {}

std::chrono::milliseconds RateLimiter::wait_of(const local::CurveKey& caller, Clock::time_point now) {
  auto& bucket = m_buckets.try_emplace(caller, Bucket{m_burst, now}).first->second;
  const std::chrono::duration<double> passed = std::max(now - bucket.filled, Clock::duration::zero());
  bucket.tokens = std::min(m_burst, bucket.tokens + passed.count() * m_rate);
  bucket.filled = now;
  if (bucket.tokens >= 1.0) {
    bucket.tokens -= 1.0;
    return std::chrono::milliseconds::zero();
  }
  return std::chrono::milliseconds(static_cast<std::int64_t>(std::ceil((1.0 - bucket.tokens) / m_rate * 1000.0)));
}

void RateLimiter::keep_only(const Registry& registry) {
  std::erase_if(m_buckets, [&registry](const auto& bucket) { return !registry.knows(bucket.first); });
}

}  // namespace antin::gate
