// What goes before all that waits, seen without reading the request: a stop, which must hold within a second however
// much others ask for meanwhile.
#pragma once

#include "core/base/bytes.hpp"

namespace antin::protocol {

// Nothing is said about whether it is well formed otherwise.
bool is_urgent(base::ByteView frame);

}  // namespace antin::protocol
