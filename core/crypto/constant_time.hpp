// Comparison whose time does not depend on where two secrets differ.
#pragma once

#include "core/base/bytes.hpp"

namespace antin::crypto {

bool equal_in_constant_time(base::ByteView left, base::ByteView right);

}  // namespace antin::crypto
