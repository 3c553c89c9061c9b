#include "policy/case.hpp"

#include <algorithm>

namespace antin::policy {

const Unit* find_unit(const Policy& policy, const std::string& code) {
  const auto found = policy.units.find(code);
  return found == policy.units.end() ? nullptr : &found->second;
}

const Workflow* find_workflow(const Policy& policy, const std::string& kind) {
  const auto found = policy.workflows.find(kind);
  return found == policy.workflows.end() ? nullptr : &found->second;
}

std::optional<std::size_t> find_step(const Workflow& workflow, const std::string& name) {
  for (std::size_t i = 0; i < workflow.steps.size(); ++i)
    if (workflow.steps[i].name == name) return i;
  return std::nullopt;
}

const Unit* named_unit(const Policy& policy, const std::string& unit, StepUnit which) {
  const auto* own = find_unit(policy, unit);
  if (own == nullptr) return nullptr;
  switch (which) {
    case StepUnit::own: return own;
    case StepUnit::parent: return own->parent ? find_unit(policy, *own->parent) : nullptr;
    case StepUnit::unknown: break;
  }
  return nullptr;
}

const StepFacts* facts_of(const Facts& facts, const std::string& step) {
  const auto of_step = [&step](const StepFacts& known) { return known.step == step; };
  const auto found = std::find_if(facts.steps.begin(), facts.steps.end(), of_step);
  return found == facts.steps.end() ? nullptr : &*found;
}

const StepFacts* done_facts_of(const Facts& facts, const std::string& step) {
  const auto* known = facts_of(facts, step);
  return known != nullptr && known->status == StepStatus::done && known->leaf ? known : nullptr;
}

}  // namespace antin::policy
