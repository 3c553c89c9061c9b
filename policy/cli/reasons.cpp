#include "policy/cli/reasons.hpp"

#include <algorithm>

namespace antin::policy::cli {

const std::vector<Rule>& rules_in_order() {
  using enum DenialReason;
  static const std::vector<Rule> rules = {
      {"the system may submit for this unit", {no_grant}},
      {"the unit is one of the policy", {unknown_unit}},
      {"the kind has a workflow", {unknown_kind}},
      {"the workflow has the step", {unknown_step}},
      {"the digest is of an algorithm that the workflow allows", {digest_not_allowed}},
      {"the formats are the step's", {format_not_allowed}},
      {"nothing that the step needs is stopped", {stopped}},
      {"the unit has not closed, or goes on with what was begun by its successor", {unit_closed}},
      {"the revision has not ended", {revision_ended}},
      {"the revision has one digest, and the step is not done with another", {digest_differs, already_sealed}},
      {"revision and step come in order", {out_of_order}},
      {"a new record's id is under the unit's current record-id key", {record_key_not_current}},
      {"the step's window is open", {window_closed}},
      {"the step before is recent enough", {too_old}},
      {"the unit's quota of this year is not used up", {quota_exceeded}},
      {"as many people as the step needs have approved", {approvals_missing}},
      {"their signatures and certificates hold, and those of everybody before them",
       {approval_invalid, certificate_untrusted, certificate_expired, certificate_revoked, revocation_stale}},
      {"their statements say what was asked for, each another", {statement_mismatch}},
      {"no approval is expired", {approval_expired}},
      {"each is in the roster", {not_in_roster}},
      {"none is suspended in the unit", {person_suspended}},
      {"none enrols people for the unit", {registrar_approves}},
      {"each has a role of the step in its unit, at that time", {wrong_role}},
      {"the role's scope covers the statement's", {wrong_scope}},
      {"nobody fills two steps of the record", {same_person}},
      {"there is a key to seal with", {no_seal_key}},
  };
  return rules;
}

std::size_t rules_before(DenialReason reason) {
  const auto& rules = rules_in_order();
  const auto found = std::find_if(rules.begin(), rules.end(), [&](const Rule& rule) {
    return std::find(rule.reasons.begin(), rule.reasons.end(), reason) != rule.reasons.end();
  });
  return static_cast<std::size_t>(found - rules.begin());
}

}  // namespace antin::policy::cli
