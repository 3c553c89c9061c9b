#include "policy/registrars.hpp"

#include <algorithm>

#include "policy/case.hpp"
#include "policy/succession.hpp"

namespace antin::policy {
namespace {

// Of a role that is held in a unit: whether it counts there, and in the units below.
struct Reach {
  bool own = false;
  bool below = false;
};

bool names(const std::vector<std::string>& roles, const std::string& role) {
  return std::find(roles.begin(), roles.end(), role) != roles.end();
}

void add(Reach& reach, StepUnit unit) {
  reach.own = reach.own || unit == StepUnit::own;
  reach.below = reach.below || unit == StepUnit::parent;
}

Reach enrolment_of(const Policy& policy, const std::string& role) {
  Reach reach;
  for (const auto& [about, rule] : policy.registration)
    if (rule.registrar == role) add(reach, rule.unit);
  return reach;
}

// Who approves for the units below acts in their own as well: theirs is the seal.
void add_approval(Reach& reach, const std::vector<std::string>& roles, StepUnit unit, const std::string& role) {
  if (!names(roles, role)) return;
  add(reach, unit);
  reach.own = true;
}

Reach approval_of(const Policy& policy, const std::string& role) {
  Reach reach;
  for (const auto& [kind, workflow] : policy.workflows) {
    for (const auto& step : workflow.steps) add_approval(reach, step.roles, step.unit, role);
    if (workflow.supersede) add_approval(reach, workflow.supersede->roles, workflow.supersede->unit, role);
    if (workflow.withdraw) add_approval(reach, workflow.withdraw->roles, workflow.withdraw->unit, role);
  }
  return reach;
}

// Directly, or below what `above` answers for then.
bool is_below(const Policy& policy, const std::string& unit, const std::string& above, base::Instant then) {
  const auto* known = find_unit(policy, unit);
  if (known == nullptr || !known->parent) return false;
  if (*known->parent == above) return true;
  const auto answering = answering_for(policy, *known->parent, then);
  return answering.unit != nullptr && answering.unit->code == above;
}

// When all has closed that will close.
constexpr auto in_the_end = base::Instant::max();

bool meet(const Policy& policy, const Reach& enrols, const std::string& there, const Reach& approves,
          const std::string& here) {
  if (there == here) return (enrols.own && approves.own) || (enrols.below && approves.below);
  if (enrols.own && approves.below && is_below(policy, there, here, in_the_end)) return true;
  return enrols.below && approves.own && is_below(policy, here, there, in_the_end);
}

bool enrols_and_approves(const Policy& policy, const Role& registrar, const Role& approver) {
  const auto enrols = enrolment_of(policy, registrar.role);
  if (!enrols.own && !enrols.below) return false;
  return meet(policy, enrols, registrar.unit, approval_of(policy, approver.role), approver.unit);
}

}  // namespace

bool clash(const Policy& policy, const Role& one, const Role& other) {
  const bool overlap = one.from < other.until && other.from < one.until;
  return overlap && (enrols_and_approves(policy, one, other) || enrols_and_approves(policy, other, one));
}

bool leads_to_a_seal(const Policy& policy, const std::string& role) {
  for (const auto& [kind, workflow] : policy.workflows)
    for (const auto& step : workflow.steps)
      if (step.seal && names(step.roles, role)) return true;
  return false;
}

unsigned registrars_needed(const Policy& policy, const std::string& role, const RegistrationRule& rule) {
  const bool by_two = leads_to_a_seal(policy, role) || !rule.acts_for.empty();
  return std::max(rule.registrars, by_two ? 2U : 1U);
}

bool enrols_for(const Policy& policy, const Person& person, const std::string& unit, const std::string& above,
                base::Instant now) {
  return std::any_of(person.roles.begin(), person.roles.end(), [&](const Role& role) {
    if (!is_in_force(role, now)) return false;
    const auto reach = enrolment_of(policy, role.role);
    const bool own = reach.own && (role.unit == unit || role.unit == above);
    return own || (reach.below && (is_below(policy, unit, role.unit, now) || is_below(policy, above, role.unit, now)));
  });
}

}  // namespace antin::policy
