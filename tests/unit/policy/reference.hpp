// The rules once more, written from the list and not from the code: every fault of a submission is noted with its place
// in the order, and the first place wins.
#pragma once

#include <set>

#include "tests/unit/policy/world.hpp"

namespace antin::policy {

struct Verdict {
  enum class Outcome { denial, repeat, approval } outcome = Outcome::denial;
  DenialReason reason = DenialReason::unknown;
  StepStatus status = StepStatus::unknown;
  std::vector<std::string> people;
  std::string key;

  friend bool operator==(const Verdict&, const Verdict&) = default;
};

// Who answers for a unit; `inherits`: and goes on with its records. No unit: nobody.
struct Heir {
  const Unit* unit = nullptr;
  bool inherits = false;
};
Heir heir_of(const World& world, const std::string& code, std::size_t depth = 0);

Verdict reference_verdict(const World& world);
Verdict verdict_of(const Decision& decision);

// The units for which the person is a registrar now.
std::set<std::string> units_enrolled_for(const World& world, const Person& person);

}  // namespace antin::policy
