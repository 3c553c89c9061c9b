#include "daemon/ceremony/run/health.hpp"

#include <algorithm>

namespace antin::ceremony {
namespace {

// Cut-offs for eight bits an octet and a chance of 2^-40 that a good source fails. 4.4.1, repetition count:
// 1 + ceil(40 / 8). 4.4.2, adaptive proportion: 1 + critbinom(512, 2^-8, 1 - 2^-40).
constexpr unsigned run_limit = 6;
constexpr unsigned frequency_limit = 19;
constexpr std::size_t window = 512;

}  // namespace

bool Health::is_good() const { return longest_run > 0 && longest_run < run_limit && most_frequent < frequency_limit; }

Health health_of(base::ByteView sample) {
  Health health;
  unsigned run = 0;
  for (std::size_t i = 0; i < sample.size(); ++i) {
    run = i > 0 && sample[i] == sample[i - 1] ? run + 1 : 1;
    health.longest_run = std::max(health.longest_run, run);
  }
  for (; sample.size() >= window; sample = sample.subspan(window)) {
    const auto first = sample.first(window);
    const auto times = static_cast<unsigned>(std::count(first.begin(), first.end(), first.front()));
    health.most_frequent = std::max(health.most_frequent, times);
  }
  return health;
}

}  // namespace antin::ceremony
