// Rules about the people: who signed what, in which role, and that neither a person nor a statement counts twice.
#pragma once

#include "policy/case.hpp"

namespace antin::policy {

// One presented approval; `approved` becomes who gave it.
Refusal approval_counts(const Case& its, const Unit& acting, const PersonApproval& approval, ApprovedBy& approved);

Refusal approvals_are_complete(const Case& its);
Refusal people_are_distinct(const Case& its, const std::vector<ApprovedBy>& people);
Refusal statements_are_distinct(const std::vector<ApprovedBy>& people);
Refusal earlier_approvals_stand(const Case& its);

}  // namespace antin::policy
