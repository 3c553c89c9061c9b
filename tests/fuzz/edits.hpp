// Good octets with a few changes that the fuzzer chooses: strict parsers refuse random octets long before their last
// checks, so those are reached from what is nearly right.
#pragma once

#include "core/base/bytes.hpp"

namespace antin::fuzz {

// `edits` is a list of position (2 octets), what to do (1) and an octet (1).
inline base::Bytes edit(base::Bytes good, base::ByteView edits) {
  for (; edits.size() >= 4 && !good.empty(); edits = edits.subspan(4)) {
    const auto at = static_cast<std::ptrdiff_t>((edits[0] << 8 | edits[1]) % static_cast<int>(good.size()));
    const auto octet = edits[3];
    switch (edits[2] % 3) {
      case 0: good[static_cast<std::size_t>(at)] = octet; break;
      case 1: good.insert(good.begin() + at, octet); break;
      case 2: good.erase(good.begin() + at); break;
    }
  }
  return good;
}

}  // namespace antin::fuzz
