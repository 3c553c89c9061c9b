// What a system may ask for at all.
#pragma once

#include "policy/model.hpp"

namespace antin::policy {

// nullptr when no such system is registered.
const System* find_system(const Policy& policy, const std::string& name);
bool has_grant(const System& system, Grant grant);
// Not registered, not granted, or not for this unit, or who answers for it: false. Of a unit that has closed its own
// systems carry nothing more.
bool may_submit(const Policy& policy, const std::string& system, const std::string& unit, base::Instant now);
// May it see what the log holds of the unit? Its own systems may also when it has closed, for as long as the bundle
// names them: what they were given stays readable to them. So may those of all who have answered for it since.
bool reads_of(const Policy& policy, const System& system, const std::string& unit, base::Instant now);

}  // namespace antin::policy
