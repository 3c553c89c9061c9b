// The rules in the order in which `decide` asks them, in words, and which of them a reason against belongs to.
#pragma once

#include <string_view>
#include <vector>

#include "policy/reasons.hpp"

namespace antin::policy::cli {

struct Rule {
  std::string_view says;              // what holds when nothing is against it
  std::vector<DenialReason> reasons;  // against it
};
const std::vector<Rule>& rules_in_order();

// How many rules hold before the one that the reason belongs to; all of them for a reason of no rule.
std::size_t rules_before(DenialReason reason);

}  // namespace antin::policy::cli
