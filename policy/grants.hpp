// What a system may ask for at all.
#pragma once

#include "policy/model.hpp"

namespace antin::policy {

// nullptr when no such system is registered.
const System* find_system(const Policy& policy, const std::string& name);
bool has_grant(const System& system, Grant grant);
// Not registered, not granted, or not for this unit: false.
bool may_submit(const Policy& policy, const std::string& system, const std::string& unit);
bool acts_for(const System& system, const std::string& unit);

}  // namespace antin::policy
