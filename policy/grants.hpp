// What a system may ask for at all.
#pragma once

#include "policy/model.hpp"

namespace antin::policy {

// nullptr when no such system is registered.
const System* find_system(const Policy& policy, const std::string& name);
bool has_grant(const System& system, Grant grant);
bool acts_for(const System& system, const std::string& unit);

}  // namespace antin::policy
