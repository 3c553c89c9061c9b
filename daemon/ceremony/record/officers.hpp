// The security officers of a plan as a new log pins them, and their folder, which a ceremony leaves for antind.
#pragma once

#include "daemon/ceremony/record/folder.hpp"
#include "policy/bundle/officers.hpp"

namespace antin::ceremony {

// Refused: a set that no log would pin, because a person would count twice or there are too many.
base::Result<policy::bundle::Officers> officers_of(const Plan& plan, const Certificates& certificates);

// D/officers, as antind's `officers` option takes it: who they are, and the signed transcript that says since when.
base::Result<void> write_officers(const Folder& folder, const LockedPlan& locked, std::string_view note);

// What lies there is exactly that.
base::Result<void> check_officers(const Folder& folder, const LockedPlan& locked, std::string_view note);

}  // namespace antin::ceremony
