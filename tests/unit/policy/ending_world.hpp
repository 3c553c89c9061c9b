// The small world once more, in which an ending is approved as it stands.
#pragma once

#include "policy/ending.hpp"
#include "tests/unit/policy/world.hpp"

namespace antin::policy {

struct EndingWorld {
  World world;  // its submission is not used
  Ending ending;

  [[nodiscard]] EndingDecision decide() const;
  PersonApproval& approval(std::size_t at = 0) { return ending.approvals.at(at); }
  Workflow& workflow() { return world.policy.workflows.at("hoc-ba"); }
};

EndingWorld principal_returns();     // at the principal's step, after the teacher's
EndingWorld department_returns();    // at the department's step
EndingWorld principal_supersedes();  // what is complete
EndingWorld department_withdraws();  // what is complete; two of its leaders must say so

// As of steps: 79760001 was merged into 79760002.
EndingWorld merged(EndingWorld world);

// What the world's ending would have to say to be approved by this person.
PersonApproval ending_by(const EndingWorld& world, const std::string& role, const std::string& reason,
                         std::uint8_t certificate);

// unknown when it was no denial.
DenialReason reason(const EndingDecision& decision);

}  // namespace antin::policy
