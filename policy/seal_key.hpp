// Which key seals: the newest of the acting unit for the step's use.
#pragma once

#include "policy/model.hpp"

namespace antin::policy {

// nullptr when the unit has none of that use.
const Key* newest_seal_key(const Policy& policy, const Unit& unit, const std::string& use);

}  // namespace antin::policy
