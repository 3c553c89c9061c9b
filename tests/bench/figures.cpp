#include "tests/bench/figures.hpp"

#include <algorithm>

namespace antin::bench {

const RawRate& Figures::best_raw() const {
  return *std::max_element(raw.begin(), raw.end(),
                           [](const RawRate& one, const RawRate& other) { return one.per_second < other.per_second; });
}

}  // namespace antin::bench
