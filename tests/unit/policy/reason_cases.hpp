// Each reason to refuse, with what is allowed at the very edge of its rule and what is refused one step beyond.
#pragma once

#include "tests/unit/policy/ending_world.hpp"
#include "tests/unit/policy/registration_world.hpp"

namespace antin::policy {

struct Trial {
  World (*world)();
  void (*change)(World&);
};
struct ReasonCase {
  Trial allowed;
  Trial denied;
};
// None for what is no reason.
std::optional<ReasonCase> case_of(DenialReason reason);
// Of the rules that refuse for the same reason as one that has its case above.
std::vector<std::pair<DenialReason, ReasonCase>> cases_of_rules_beside();

struct EndingTrial {
  EndingWorld (*world)();
  void (*change)(EndingWorld&);
};
struct EndingReasonCase {
  EndingTrial allowed;
  EndingTrial denied;
};
// None also for the reasons that no ending is refused for.
std::optional<EndingReasonCase> ending_case_of(DenialReason reason);

struct RegistrationTrial {
  RegistrationWorld (*world)();
  void (*change)(RegistrationWorld&);
};
struct RegistrationReasonCase {
  RegistrationTrial allowed;
  RegistrationTrial denied;
};
// None also for the reasons that no change of the roster is refused for.
std::optional<RegistrationReasonCase> registration_case_of(DenialReason reason);

}  // namespace antin::policy
