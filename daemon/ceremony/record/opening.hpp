// The first lines of a journal: of which plan they are, and through which module the HSM is reached.
#pragma once

#include "daemon/ceremony/record/folder.hpp"
#include "daemon/ceremony/record/progress.hpp"

namespace antin::ceremony {

// The only library that a ceremony of this plan may load: what it does there it does as root.
std::string module_of(const Plan& plan, bool rehearsal);

// Whoever could write to the folder could have changed the line `open`, which nobody has signed while it is alone: the
// plan and the module that it and the prologue name are the plan's.
base::Result<void> check_opening(const LockedPlan& locked, const Entries& entries);

}  // namespace antin::ceremony
