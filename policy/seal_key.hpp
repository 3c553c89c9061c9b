// Which key seals: the newest of the acting unit for the step's use that has not retired.
#pragma once

#include "policy/model.hpp"

namespace antin::policy {

// Why a seal key of the policy seals nothing; unknown: it seals, when it is the newest.
enum class Retirement { unknown, named, unit_closed };
Retirement retirement_of(const Policy& policy, const Key& key, base::Instant now);

// nullptr when the unit has none of that use.
const Key* newest_seal_key(const Policy& policy, const Unit& unit, const std::string& use);

}  // namespace antin::policy
