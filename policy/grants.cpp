#include "policy/grants.hpp"

#include <algorithm>

#include "policy/decide.hpp"
#include "policy/succession.hpp"

namespace antin::policy {

const System* find_system(const Policy& policy, const std::string& name) {
  const auto found = policy.systems.find(name);
  return found == policy.systems.end() ? nullptr : &found->second;
}

bool has_grant(const System& system, Grant grant) {
  return std::find(system.grants.begin(), system.grants.end(), grant) != system.grants.end();
}

namespace {

bool acts_for(const System& system, const std::string& unit) {
  return std::find(system.units.begin(), system.units.end(), unit) != system.units.end();
}

}  // namespace

bool may_submit(const Policy& policy, const std::string& system, const std::string& unit, base::Instant now) {
  const auto* caller = find_system(policy, system);
  if (caller == nullptr || !has_grant(*caller, Grant::submit)) return false;
  const auto answering = answering_for(policy, unit, now);
  if (answering.how == Answer::unknown) return acts_for(*caller, unit);  // no such unit, which is said next
  return answering.unit != nullptr && acts_for(*caller, answering.unit->code);
}

bool reads_of(const Policy& policy, const System& system, const std::string& unit, base::Instant now) {
  if (acts_for(system, unit)) return true;
  const auto all = answerers_of(policy, unit, now);
  return std::any_of(all.begin(), all.end(), [&](const Unit* one) { return acts_for(system, one->code); });
}

std::optional<Denial> deny_timestamp(const Policy& policy, const std::string& system) {
  const auto* caller = find_system(policy, system);
  if (caller != nullptr && has_grant(*caller, Grant::timestamp)) return std::nullopt;
  return Denial{DenialReason::no_grant, system, {}};
}

std::optional<Denial> deny_stopped_timestamp(const Policy& policy, const Stops& stops, const std::string& system) {
  auto stop = stop_of_timestamp(policy, stops);
  if (!stop) return std::nullopt;
  return Denial{DenialReason::stopped, system, {}, std::move(stop)};
}

std::optional<Denial> deny_lookup(const Policy& policy, const std::string& system, const std::string& unit,
                                  base::Instant now) {
  const auto* caller = find_system(policy, system);
  const bool reads = caller != nullptr && (has_grant(*caller, Grant::submit) || has_grant(*caller, Grant::audit_own));
  if (reads && reads_of(policy, *caller, unit, now)) return std::nullopt;
  return Denial{DenialReason::no_grant, system, {}};
}

}  // namespace antin::policy
