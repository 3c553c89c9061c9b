// What ends a revision of a record: one sent back before it is complete, or corrected or taken back afterwards. Shared
// by statements, policy, wire and log, so that it has one meaning everywhere.
#pragma once

#include <optional>
#include <string_view>

namespace antin::base {

enum class Act { unknown, returned, superseded, withdrawn };

// `return`, `supersede`, `withdraw`: what statements and requests ask for; empty for unknown.
constexpr std::string_view verb_of(Act act) {
  switch (act) {
    case Act::returned: return "return";
    case Act::superseded: return "supersede";
    case Act::withdrawn: return "withdraw";
    case Act::unknown: break;
  }
  return {};
}

// `returned`, `superseded`, `withdrawn`: what is said of a revision afterwards; empty for unknown.
constexpr std::string_view name_of(Act act) {
  switch (act) {
    case Act::returned: return "returned";
    case Act::superseded: return "superseded";
    case Act::withdrawn: return "withdrawn";
    case Act::unknown: break;
  }
  return {};
}

constexpr Act acts[] = {Act::returned, Act::superseded, Act::withdrawn};

constexpr std::optional<Act> act_from_verb(std::string_view verb) {
  for (const auto act : acts)
    if (verb_of(act) == verb) return act;
  return std::nullopt;
}

// May another revision follow one that ended so? What was withdrawn is not issued again.
constexpr bool leads_on(Act act) { return act == Act::returned || act == Act::superseded; }

}  // namespace antin::base
