#include "policy/approval_rules.hpp"

#include <algorithm>
#include <set>

#include "policy/grants.hpp"
#include "policy/registration.hpp"

namespace antin::policy {
namespace {

Refusal says_what_was_asked(const Statement& expected, const std::optional<Statement>& statement) {
  if (!statement) return DenialReason::statement_mismatch;
  const auto& said = *statement;
  const bool same_place = said.log == expected.log && said.policy == expected.policy;
  const bool same_record = said.unit == expected.unit && said.kind == expected.kind && said.record == expected.record &&
                           said.revision == expected.revision;
  const bool same_step = said.step == expected.step && said.digest == expected.digest &&
                         said.previous == expected.previous && said.ending == expected.ending;
  if (same_place && same_record && same_step) return std::nullopt;
  return DenialReason::statement_mismatch;
}

// A step has one proof: neither does a system's word stand where a signature is asked for, nor does anybody else vouch
// than the system that asks.
Refusal is_of_the_proof(const Demand& demand, const PersonApproval& approval) {
  const auto& vouched = approval.statement->vouched;
  switch (demand.proof) {
    case Proof::certificate: return vouched ? Refusal(DenialReason::statement_mismatch) : std::nullopt;
    case Proof::vouched: {
      if (!vouched || vouched->system != demand.system) return DenialReason::statement_mismatch;
      const auto* system = find_system(demand.policy, demand.system);
      const bool is_its_own = system != nullptr && system->certificate == approval.certificate;
      return is_its_own ? std::nullopt : Refusal(DenialReason::certificate_untrusted);
    }
    case Proof::unknown: break;
  }
  return DenialReason::approval_invalid;
}

const Person* person_behind(const Demand& demand, const PersonApproval& approval) {
  const auto& vouched = approval.statement->vouched;
  return vouched ? demand.roster.find(vouched->person) : demand.roster.find_by_certificate(approval.certificate);
}

Refusal is_in_time(const Statement& said, base::Instant now) {
  if (said.expires > now) return std::nullopt;
  return DenialReason::approval_expired;
}

Refusal names_one_of_the_roles(const Statement& said, const std::vector<std::string>& roles) {
  if (std::find(roles.begin(), roles.end(), said.role) != roles.end()) return std::nullopt;
  return DenialReason::wrong_role;
}

Refusal person_holds_the_role(const Demand& demand, const Statement& said, const Person& person) {
  bool holds = false;
  for (const auto& role : person.roles) {
    if (!is_in_force(role, demand.now) || role.unit != demand.acting.code || role.role != said.role) continue;
    if (!role.scope || role.scope == said.scope) return std::nullopt;
    holds = true;
  }
  return holds ? DenialReason::wrong_scope : DenialReason::wrong_role;
}

}  // namespace

Refusal is_verified(Verification verification) {
  switch (verification) {
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

Refusal approvals_are_complete(const std::vector<PersonApproval>& presented, unsigned approvers) {
  if (!presented.empty() && presented.size() == approvers) return std::nullopt;
  return DenialReason::approvals_missing;
}

Refusal approval_counts(const Demand& demand, const PersonApproval& approval, ApprovedBy& approved) {
  if (const auto reason = is_verified(approval.verification)) return reason;
  if (const auto reason = says_what_was_asked(demand.statement, approval.statement)) return reason;
  if (const auto reason = is_of_the_proof(demand, approval)) return reason;
  const auto& said = *approval.statement;
  if (const auto reason = is_in_time(said, demand.now)) return reason;
  if (const auto reason = names_one_of_the_roles(said, demand.roles)) return reason;
  const auto* person = person_behind(demand, approval);
  if (person == nullptr) return DenialReason::not_in_roster;
  if (is_suspended(*person, demand.acting.code)) return DenialReason::person_suspended;
  // At enrolment this was refused already; but a bundle may have changed who enrols whom since.
  if (enrols_for(demand.policy, *person, demand.statement.unit, demand.acting.code, demand.now))
    return DenialReason::registrar_approves;
  if (const auto reason = person_holds_the_role(demand, said, *person)) return reason;
  approved = {person->id, said.role, demand.proof, approval.statement_hash, approval.certificate};
  return std::nullopt;
}

Refusal people_are_distinct(const std::vector<ApprovedBy>& people, const std::vector<StepFacts>& earlier) {
  std::set<std::string> seen;
  for (const auto& known : earlier) seen.insert(known.people.begin(), known.people.end());
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

Refusal approval_stands(Verification standing) {
  switch (standing) {
    case Verification::certificate_revoked: return DenialReason::certificate_revoked;
    case Verification::revocation_stale:
    case Verification::malformed:
    case Verification::signature_invalid:                               // of the chain: too weak by now
    case Verification::certificate_untrusted:                           // no chain, so its list was never looked at
    case Verification::unknown: return DenialReason::revocation_stale;  // nobody could look: refuse
    case Verification::valid:
    case Verification::certificate_expired: break;
  }
  return std::nullopt;
}

Refusal earlier_approvals_stand(const Case& its) {
  for (const auto& known : its.facts.steps)
    for (const auto standing : known.standing)
      if (const auto reason = approval_stands(standing)) return reason;
  return std::nullopt;
}

}  // namespace antin::policy
