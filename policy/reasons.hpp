// The names of reasons against, as the wire and the log have them.
#pragma once

#include <string_view>

#include "policy/decide.hpp"

namespace antin::policy {

std::string_view code_of(DenialReason reason);

}  // namespace antin::policy
