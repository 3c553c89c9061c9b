// Enough file descriptors for the connections that are allowed: libzmq spins when it runs out of them.
#pragma once

#include <cstdint>

#include "core/base/result.hpp"

namespace antin::gate {

// Twice as many, since handshakes hold one too before anything limits them, and some for our own.
base::Result<void> allow_descriptors_for(std::uint64_t connections);

}  // namespace antin::gate
