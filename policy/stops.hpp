// What security officers have stopped, and what that keeps from happening. A stop holds back what is new and what is
// under way; what is done stays done and can be had.
#pragma once

#include <set>

#include "core/base/target.hpp"
#include "policy/model.hpp"

namespace antin::policy {

class Stops {
 public:
  void add(const base::Target& target) { m_targets.insert(target); }
  void remove(const base::Target& target) { m_targets.erase(target); }

  [[nodiscard]] bool empty() const { return m_targets.empty(); }
  [[nodiscard]] const std::set<base::Target>& targets() const { return m_targets; }
  // The target, when it is stopped.
  [[nodiscard]] std::optional<base::Target> find(base::Stoppable what, const std::string& name) const;
  [[nodiscard]] std::optional<base::Target> appliance() const { return find(base::Stoppable::appliance, {}); }

  friend bool operator==(const Stops&, const Stops&) = default;

 private:
  std::set<base::Target> m_targets;
};

// A step of a record, decided already or not.
struct StepAt {
  const std::string& unit;
  const std::string& kind;
  const std::string& step;
  std::optional<std::string> key;  // label of the key that seals it; none: nothing seals it, or nobody could say
};

// What is stopped that the step needs: the appliance, the unit whose record it is, the one whose people and key act in
// it now (for a unit that has closed: its successor), the key, or the key that stamps it.
std::optional<base::Target> stop_of(const Policy& policy, const Stops& stops, const StepAt& step, base::Instant now);
// To end a revision needs no key. `acting`: whose people do; nullptr: nobody may.
std::optional<base::Target> stop_of_ending(const Stops& stops, const std::string& unit, const Unit* acting);
// Of a timestamp.
std::optional<base::Target> stop_of_timestamp(const Policy& policy, const Stops& stops);

}  // namespace antin::policy
