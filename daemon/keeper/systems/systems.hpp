// The registered machine clients, found by the CURVE key that brought a request.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "policy/model.hpp"

namespace antin::keeper {

class Systems {
 public:
  // Refuses two systems with one key, and the key of all zeros (it is what an absent key looks like). The policy must
  // outlive the value.
  static base::Result<Systems> of(const policy::Policy& policy);

  [[nodiscard]] const policy::System* find(const policy::CurveKey& key) const;  // nullptr: not registered
  [[nodiscard]] std::vector<const policy::System*> all() const;                 // for the gate's list, ordered by key

 private:
  std::map<policy::CurveKey, const policy::System*> m_by_key;
};

}  // namespace antin::keeper
