// Does a source of random octets look broken? The two tests of NIST SP 800-90B 4.4 for octets of full entropy: one
// value again and again, and one value far too often. They say nothing about a source that is merely predictable.
#pragma once

#include "core/base/bytes.hpp"

namespace antin::ceremony {

constexpr std::size_t health_sample = 65536;  // octets

struct Health {
  unsigned longest_run = 0;    // of one value
  unsigned most_frequent = 0;  // times that a window's first value came in it
  [[nodiscard]] bool is_good() const;
};

Health health_of(base::ByteView sample);

}  // namespace antin::ceremony
