// Which systems still come by the key that is to end, while there is a next one: who must have moved before it ends.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "daemon/gate/registry.hpp"

namespace antin::gate {

class KeyUse {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr std::chrono::hours memory{24};

  // True when the caller had not come by it for that long.
  bool note(const local::CurveKey& caller, Clock::time_point now);
  [[nodiscard]] std::vector<local::CurveKey> of_late(Clock::time_point now) const;
  void keep_only(const Registry& registry);

 private:
  std::map<local::CurveKey, Clock::time_point> m_last;
};

// One line for the operator, systems by name.
std::string describe(const std::vector<local::CurveKey>& callers, const Registry& registry);

}  // namespace antin::gate
