// Many clients at once, and what their documents took.
#pragma once

#include "tests/bench/figures.hpp"
#include "tests/support/appliance.hpp"

namespace antin::bench {

struct Load {
  unsigned documents = 0;
  unsigned connections = 1;
  unsigned in_flight = 1;  // on each connection
};

// Throws when a step is refused, a log index comes twice or a seal does not verify: then no figure is worth anything.
Sealing seal_documents(const test::Appliance& appliance, const Load& load);

}  // namespace antin::bench
