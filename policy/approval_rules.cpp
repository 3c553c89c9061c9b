#include "policy/approval_rules.hpp"

#include <algorithm>
#include <set>

namespace antin::policy {
namespace {

Refusal is_verified(const PersonApproval& approval) {
  switch (approval.verification) {
    case Verification::valid: return std::nullopt;
    case Verification::malformed:
    case Verification::signature_invalid: return DenialReason::approval_invalid;
    case Verification::certificate_untrusted: return DenialReason::certificate_untrusted;
    case Verification::certificate_expired: return DenialReason::certificate_expired;
    case Verification::certificate_revoked: return DenialReason::certificate_revoked;
    case Verification::revocation_stale: return DenialReason::revocation_stale;
    case Verification::unknown: break;
  }
  return DenialReason::approval_invalid;
}

// Leaf of the entry that completed the step before: a statement that names it cannot have been signed earlier.
std::optional<base::Sha256Hash> leaf_before(const Case& its) {
  const auto* before = its.step_before();
  if (before == nullptr) return std::nullopt;
  const auto* known = facts_of(its.facts, before->name);
  return known == nullptr ? std::nullopt : known->leaf;
}

Refusal says_what_was_asked(const Case& its, const PersonApproval& approval) {
  if (!approval.statement) return DenialReason::statement_mismatch;
  const auto& said = *approval.statement;
  const auto& asked = its.submission;
  const bool same_place = said.log == its.policy.origin && said.policy == its.policy.digest;
  const bool same_record = said.unit == asked.unit && said.kind == asked.kind && said.record == asked.record &&
                           said.revision == asked.revision;
  const bool same_step = said.step == asked.step && said.digest == asked.digest && said.previous == leaf_before(its);
  if (same_place && same_record && same_step) return std::nullopt;
  return DenialReason::statement_mismatch;
}

Refusal is_in_time(const Case& its, const Statement& said) {
  if (said.expires > its.now) return std::nullopt;
  return DenialReason::approval_expired;
}

Refusal names_a_role_of_the_step(const Case& its, const Statement& said) {
  const auto& roles = its.step().roles;
  if (std::find(roles.begin(), roles.end(), said.role) != roles.end()) return std::nullopt;
  return DenialReason::wrong_role;
}

Refusal person_holds_the_role(const Case& its, const Unit& acting, const Statement& said, const Person& person) {
  bool holds = false;
  for (const auto& role : person.roles) {
    const bool in_force = role.from <= its.now && its.now < role.until;
    if (!in_force || role.unit != acting.code || role.role != said.role) continue;
    if (!role.scope || role.scope == said.scope) return std::nullopt;
    holds = true;
  }
  return holds ? DenialReason::wrong_scope : DenialReason::wrong_role;
}

}  // namespace

Refusal approvals_are_complete(const Case& its) {
  const auto presented = its.submission.approvals.size();
  if (presented != 0 && presented == its.step().approvers) return std::nullopt;
  return DenialReason::approvals_missing;
}

Refusal approval_counts(const Case& its, const Unit& acting, const PersonApproval& approval, ApprovedBy& approved) {
  // A person's own signature is the one proof that this version knows.
  if (its.step().proof != Proof::certificate) return DenialReason::approval_invalid;
  if (const auto reason = is_verified(approval)) return reason;
  if (const auto reason = says_what_was_asked(its, approval)) return reason;
  const auto& said = *approval.statement;
  if (const auto reason = is_in_time(its, said)) return reason;
  if (const auto reason = names_a_role_of_the_step(its, said)) return reason;
  const auto* person = its.roster.find_by_certificate(approval.certificate);
  if (person == nullptr) return DenialReason::not_in_roster;
  if (const auto reason = person_holds_the_role(its, acting, said, *person)) return reason;
  approved = {person->id, said.role, its.step().proof, approval.statement_hash, approval.certificate};
  return std::nullopt;
}

Refusal people_are_distinct(const Case& its, const std::vector<ApprovedBy>& people) {
  std::set<std::string> seen;
  for (const auto& known : its.facts.steps) seen.insert(known.people.begin(), known.people.end());
  for (const auto& approved : people)
    if (!seen.insert(approved.person).second) return DenialReason::same_person;
  return std::nullopt;
}

// Everything refers to an approval by its statement's hash: of two people who signed the same text, one's signature
// would be found under that name for both, and nobody could verify the other's again.
Refusal statements_are_distinct(const std::vector<ApprovedBy>& people) {
  std::set<base::Sha256Hash> seen;
  for (const auto& approved : people)
    if (!seen.insert(approved.statement).second) return DenialReason::statement_mismatch;
  return std::nullopt;
}

// Only revocation undoes an approval that was accepted; a certificate that expired since does not.
Refusal earlier_approvals_stand(const Case& its) {
  for (const auto& known : its.facts.steps) {
    for (const auto standing : known.standing) {
      switch (standing) {
        case Verification::certificate_revoked: return DenialReason::certificate_revoked;
        case Verification::revocation_stale:
        case Verification::malformed:
        case Verification::certificate_untrusted:                           // no chain, so its list was never looked at
        case Verification::unknown: return DenialReason::revocation_stale;  // nobody could look: refuse
        case Verification::valid:
        case Verification::signature_invalid:
        case Verification::certificate_expired: break;
      }
    }
  }
  return std::nullopt;
}

}  // namespace antin::policy
