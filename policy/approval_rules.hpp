// Rules about the people: who signed what, in which role, and that neither a person nor a statement counts twice. The
// same for those who approve a step and for those who end a revision.
#pragma once

#include "policy/case.hpp"

namespace antin::policy {

// What a presented approval must say, and whose it must be.
struct Demand {
  const Policy& policy;
  const Roster& roster;
  base::Instant now;
  const Unit& acting;
  const std::vector<std::string>& roles;
  Proof proof;
  const std::string& system;  // that asks
  Statement statement;        // role, scope and expiry are left to the person
};

// Whether a signature holds, and the certificate that it was made with.
Refusal is_verified(Verification verification);

Refusal approvals_are_complete(const std::vector<PersonApproval>& presented, unsigned approvers);

// One presented approval; `approved` becomes who gave it.
Refusal approval_counts(const Demand& demand, const PersonApproval& approval, ApprovedBy& approved);

// None of them twice, and none who is among `earlier` already.
Refusal people_are_distinct(const std::vector<ApprovedBy>& people, const std::vector<StepFacts>& earlier);

Refusal statements_are_distinct(const std::vector<ApprovedBy>& people);

// Whether an approval that was accepted counts still, by what is known of its certificate now. Only revocation undoes
// it; a certificate that expired since does not.
Refusal approval_stands(Verification standing);
Refusal earlier_approvals_stand(const Case& its);

}  // namespace antin::policy
