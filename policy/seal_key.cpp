#include "policy/seal_key.hpp"

#include <tuple>

#include "policy/case.hpp"
#include "policy/succession.hpp"

namespace antin::policy {

Retirement retirement_of(const Policy& policy, const Key& key, base::Instant now) {
  if (key.retired) return Retirement::named;
  const auto* owner = find_unit(policy, key.owner);
  return owner != nullptr && has_closed(*owner, now) ? Retirement::unit_closed : Retirement::unknown;
}

const Key* newest_seal_key(const Policy& policy, const Unit& unit, const std::string& use) {
  const Key* newest = nullptr;
  // Labels tell unit and use, so thousands of other units' keys are not looked at; the fields decide.
  const auto folder = "seal/" + unit.code + "/" + use + "/";
  for (auto at = policy.keys.first_in(folder); at != policy.keys.end() && at->first.starts_with(folder); ++at) {
    const auto& key = at->second;
    if (key.purpose != KeyPurpose::seal || key.retired || key.owner != unit.code || key.use != use) continue;
    if (newest == nullptr || std::tie(newest->year, newest->generation) < std::tie(key.year, key.generation))
      newest = &key;
  }
  return newest;
}

}  // namespace antin::policy
