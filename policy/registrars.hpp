// Whom registrars enrol for, and where a role approves: the two never meet in one person. Inside this room.
#pragma once

#include "policy/registration.hpp"

namespace antin::policy {

// Would the two roles make a registrar approve in units that they enrol for, at some time?
bool clash(const Policy& policy, const Role& one, const Role& other);

}  // namespace antin::policy
