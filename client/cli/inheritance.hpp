// What a log that ended hands on to the one that succeeds it: who governed it at its end.
#pragma once

#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "client/cli/findings.hpp"
#include "core/base/target.hpp"
#include "policy/bundle/admission.hpp"
#include "policy/roster.hpp"

namespace antin::cli {

using RosterChanges = std::vector<std::pair<policy::RosterChange, base::Instant>>;  // each at its entry's time

struct Inheritance {
  policy::bundle::Officers officers;  // as that log had them
  policy::bundle::Predecessor bundle;
  std::map<base::Target, base::Sha256Hash> stopped;  // leaf of the stop, in that log or one before it
  RosterChanges roster;
};

constexpr std::string_view how_to_know = "--former DIR and --former-key FILE, that log's files and its key, show it";

// Nothing when it is not known: then the findings say why.
struct Inherited {
  std::optional<Inheritance> what;
  Findings findings;
};

// The rule under which it is said where an inheritance comes from, for whatever rests on it.
constexpr const char* former_log = "former log";

inline Inherited not_at_hand(const std::string& log) {
  return {{}, {open(former_log, "who governed " + log + " at its end is not known here; " + std::string(how_to_know))}};
}

}  // namespace antin::cli
