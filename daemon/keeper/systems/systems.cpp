#include "daemon/keeper/systems/systems.hpp"

namespace antin::keeper {

base::Result<Systems> Systems::of(const policy::Policy& policy) {
  Systems systems;
  for (const auto& [name, system] : policy.systems) {
    if (system.curve == policy::CurveKey{}) return base::Error{"system " + name + " has no CURVE key"};
    const auto [other, added] = systems.m_by_key.emplace(system.curve, &system);
    if (!added) return base::Error{"systems " + other->second->name + " and " + name + " have one CURVE key"};
  }
  return systems;
}

const policy::System* Systems::find(const policy::CurveKey& key) const {
  const auto found = m_by_key.find(key);
  return found == m_by_key.end() ? nullptr : found->second;
}

std::vector<const policy::System*> Systems::all() const {
  std::vector<const policy::System*> all;
  all.reserve(m_by_key.size());
  for (const auto& [key, system] : m_by_key) all.push_back(system);
  return all;
}

}  // namespace antin::keeper
