// How a ceremony ends for good before its end, and what it leaves.
#pragma once

#include "daemon/ceremony/record/progress.hpp"

namespace antin::ceremony {

// What it has made or changed, or may have, that no later ceremony would mend: a line each. Empty: nothing.
std::vector<std::string> left_by(const Plan& plan, const Entries& entries, Language language);

// The line that has ended it: one person's word while nothing would be left, else with the quorum's approvals. Null: it
// goes on.
const Entry* abort_of(const Plan& plan, const Entries& entries);
// An abort that lacks approvals and that nobody has gone on after.
const Entry* open_abort(const Plan& plan, const Entries& entries);

}  // namespace antin::ceremony
