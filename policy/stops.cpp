#include "policy/stops.hpp"

#include "policy/case.hpp"
#include "policy/succession.hpp"

namespace antin::policy {
namespace {

using base::Stoppable;
using base::Target;

std::optional<Target> first_of(std::initializer_list<std::optional<Target>> all) {
  for (const auto& one : all)
    if (one) return one;
  return std::nullopt;
}

std::optional<Target> stop_of_acting(const Policy& policy, const Stops& stops, const StepAt& at, base::Instant now) {
  const auto* workflow = find_workflow(policy, at.kind);
  const auto place = workflow == nullptr ? std::nullopt : find_step(*workflow, at.step);
  const auto* named = place ? named_unit(policy, at.unit, workflow->steps[*place].unit) : nullptr;
  const auto* unit = named == nullptr ? nullptr : taking_over(policy, named->code, now);
  return unit == nullptr ? std::nullopt : stops.find(Stoppable::unit, unit->code);
}

// Whose key it is counts even where the workflow of now lets another unit act.
std::optional<Target> stop_of_key(const Policy& policy, const Stops& stops, const std::string& label) {
  if (auto stopped = stops.find(Stoppable::key, label)) return stopped;
  const auto key = policy.keys.find(label);
  return key == policy.keys.end() ? std::nullopt : stops.find(Stoppable::unit, key->second.owner);
}

}  // namespace

std::optional<Target> Stops::find(Stoppable what, const std::string& name) const {
  const auto found = m_targets.find(Target{what, name});
  return found == m_targets.end() ? std::nullopt : std::optional(*found);
}

std::optional<Target> stop_of(const Policy& policy, const Stops& stops, const StepAt& at, base::Instant now) {
  if (stops.empty()) return std::nullopt;
  return first_of({stops.appliance(), stops.find(Stoppable::unit, at.unit), stop_of_acting(policy, stops, at, now),
                   at.key ? stop_of_key(policy, stops, *at.key) : std::nullopt, stop_of_timestamp(policy, stops)});
}

std::optional<Target> stop_of_ending(const Stops& stops, const std::string& unit, const Unit* acting) {
  return first_of({stops.appliance(), stops.find(Stoppable::unit, unit),
                   acting == nullptr ? std::nullopt : stops.find(Stoppable::unit, acting->code)});
}

std::optional<Target> stop_of_timestamp(const Policy& policy, const Stops& stops) {
  return first_of({stops.appliance(), stops.find(Stoppable::key, policy.timestamp.key)});
}

}  // namespace antin::policy
