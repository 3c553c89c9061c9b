// One submission with everything that the rules look at, found once.
#pragma once

#include "policy/decide.hpp"

namespace antin::policy {

struct Case {
  const Policy& policy;
  const Roster& roster;
  const Submission& submission;
  const Facts& facts;
  base::Instant now;
  const Workflow& workflow;
  std::size_t position;  // of the step in the workflow

  [[nodiscard]] const Step& step() const { return workflow.steps[position]; }
  [[nodiscard]] const Step* step_before() const { return position == 0 ? nullptr : &workflow.steps[position - 1]; }
};

// A rule that holds has no reason against.
using Refusal = std::optional<DenialReason>;

// nullptr, or nothing, when the policy has none of that name.
const Unit* find_unit(const Policy& policy, const std::string& code);
const Workflow* find_workflow(const Policy& policy, const std::string& kind);
std::optional<std::size_t> find_step(const Workflow& workflow, const std::string& name);

// The unit that a step means: the record's own, or its parent; nullptr when the policy has no such unit. Who acts for
// it when it has closed is for succession.hpp to say.
const Unit* named_unit(const Policy& policy, const std::string& unit, StepUnit which);

// What the ledger holds of a step of this revision; nullptr when nothing.
const StepFacts* facts_of(const Facts& facts, const std::string& step);

// The same when the step is done; nullptr also when its leaf is not known: the next statement could not name it.
const StepFacts* done_facts_of(const Facts& facts, const std::string& step);

}  // namespace antin::policy
