// Latencies that were seen, in short.
#pragma once

#include <vector>

#include "tests/bench/figures.hpp"

namespace antin::bench {

Latency latency_of(std::vector<double> samples_ms);

}  // namespace antin::bench
