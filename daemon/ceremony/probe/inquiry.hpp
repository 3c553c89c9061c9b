// A group's questions put to the module in processes of their own: each question has a deadline, and after one that
// hung or crashed a new process goes on with the next.
#pragma once

#include <vector>

#include "daemon/ceremony/probe/aim.hpp"
#include "daemon/ceremony/probe/check.hpp"

namespace antin::ceremony::probe {

// What the earlier groups found out about the PINs: one that was refused, or whose login did not end well, is never
// given to the token again.
struct Pins {
  bool user_usable = true;
  bool officer_usable = true;
};

// One answer a check, in the group's order.
std::vector<Answer> inquire(const Group& group, const Aim& aim, Pins& pins);

}  // namespace antin::ceremony::probe
