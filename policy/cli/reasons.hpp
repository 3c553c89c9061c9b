// The rules in the order in which they are asked, in words, and which of them a reason against belongs to.
#pragma once

#include <string_view>
#include <vector>

#include "policy/reasons.hpp"

namespace antin::policy::cli {

struct Rule {
  std::string_view says;              // what holds when nothing is against it
  std::vector<DenialReason> reasons;  // against it
};
using Rules = std::vector<Rule>;
// As `decide` asks them.
const Rules& rules_of_steps();
// As `decide_ending` does. `provided`: the policy lets somebody end a revision so; else that is what comes to nothing.
const Rules& rules_of_endings(bool provided);

// The rule that the reason with this code belongs to; nullptr: none of these.
const Rule* rule_of(const Rules& rules, std::string_view code);

// Does an entry with this code hold all that it takes to ask again? It holds no approvals, and no formats.
bool can_be_asked_again(const Rules& rules, std::string_view code);

}  // namespace antin::policy::cli
