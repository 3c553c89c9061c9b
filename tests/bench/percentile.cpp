#include "tests/bench/percentile.hpp"

#include <algorithm>

namespace antin::bench {
namespace {

// The nearest-rank percentile: a latency that was seen.
double percentile(const std::vector<double>& sorted, unsigned percent) {
  const auto rank = (sorted.size() * percent + 99) / 100;
  return sorted.at(std::max<std::size_t>(rank, 1) - 1);
}

}  // namespace

Latency latency_of(std::vector<double> samples_ms) {
  std::sort(samples_ms.begin(), samples_ms.end());
  return {percentile(samples_ms, 50), percentile(samples_ms, 99)};
}

}  // namespace antin::bench
