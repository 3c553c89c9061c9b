// A step, or the end of a revision, decided again by the rules' own deciders: from what its entry and the statements
// say, and by the bundle that the entry names. Kind, order of steps, roles, units, how many must have signed, reason,
// system, key.
#pragma once

#include "client/cli/decision.hpp"
#include "policy/decide.hpp"

namespace antin::cli {

// That the entry tells; unknown: none, it is of a step.
base::Act act_of(const EntryFacts& facts);

// `approvals`: one for each of the entry's people, with statements, their signatures checked. What neither they nor
// `before` show is taken to stand well, and is found as not checked.
Findings decided_again(const EntryFacts& facts, const std::vector<policy::PersonApproval>& approvals,
                       const policy::Policy& policy, const std::optional<EntryBefore>& before, base::Instant at);

}  // namespace antin::cli
