// A step decided again, by the rules' own decider, from what its entry and the statements say and by the bundle that
// the entry names: kind, order of steps, roles, units, how many must approve, the system, the key.
#pragma once

#include "client/cli/decision.hpp"
#include "core/statement/statement.hpp"

namespace antin::cli {

struct SignedApproval {
  statement::Approve said;
  base::Sha256Hash statement{};    // its hash
  base::Sha256Hash certificate{};  // of who signed
};

// `approvals`: one for each of the entry's people, their signatures checked. What neither they nor `before` show is
// taken to stand well, and is found as not checked.
Findings decided_again(const EntryFacts& facts, const std::vector<SignedApproval>& approvals,
                       const policy::Policy& policy, const std::optional<EntryBefore>& before, base::Instant at);

}  // namespace antin::cli
