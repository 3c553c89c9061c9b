#include "daemon/ceremony/run/health.hpp"

#include <algorithm>

namespace antin::ceremony {
namespace {

// A good source fails with a chance of about 2^-40 a test. 4.4.1: 1 + ceil(40 / 8); 4.4.2: the binomial tail, window
// 512.
constexpr unsigned run_limit = 6;
constexpr unsigned frequency_limit = 24;
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
