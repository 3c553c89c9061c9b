// This process's own clock.
#pragma once

#include <chrono>

#include "core/base/instant.hpp"

namespace antin::signer {

inline base::Instant clock_now() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

}  // namespace antin::signer
