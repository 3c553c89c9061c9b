#include "policy/cli/reasons.hpp"

#include <algorithm>

namespace antin::policy::cli {

using enum DenialReason;

const Rules& rules_of_steps() {
  static const Rules rules = {
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

namespace {

Rules make_rules_of_endings(bool provided) {
  Rules rules = {{"the system may submit for this unit", {no_grant}},
                 {"the unit is one of the policy", {unknown_unit}},
                 {"the kind has a workflow", {unknown_kind}},
                 {"a return names a step of the workflow, and nothing else does", {unknown_step}},
                 {"nothing that the ending needs is stopped", {stopped}},
                 {"the revision has not ended", {revision_ended}},
                 {"the unit has not closed, or whoever answers for it ends what was begun", {unit_closed}},
                 {"the step's turn has come, or the revision is complete", {out_of_order}}};
  if (!provided) {
    rules.push_back({"the policy lets somebody end a revision so", {reason_not_allowed}});
    return rules;
  }
  rules.push_back({"as many people as the policy asks for have signed", {approvals_missing}});
  rules.push_back(
      {"their signatures and certificates hold",
       {approval_invalid, certificate_untrusted, certificate_expired, certificate_revoked, revocation_stale}});
  rules.push_back({"their statements say what was asked for, each another", {statement_mismatch}});
  rules.push_back({"no statement is expired", {approval_expired}});
  rules.push_back({"each is in the roster", {not_in_roster}});
  rules.push_back({"none is suspended in the unit", {person_suspended}});
  rules.push_back({"none enrols people for the unit", {registrar_approves}});
  rules.push_back({"each has a role that may end it, in the unit, at that time", {wrong_role}});
  rules.push_back({"the role's scope covers the statement's", {wrong_scope}});
  rules.push_back({"the reason is one that the policy lists", {reason_not_allowed}});
  rules.push_back({"nobody signs twice", {same_person}});
  return rules;
}

}  // namespace

const Rules& rules_of_endings(bool provided) {
  static const Rules all = make_rules_of_endings(true);
  static const Rules some = make_rules_of_endings(false);
  return provided ? all : some;
}

const Rule* rule_of(const Rules& rules, std::string_view code) {
  const auto found = std::find_if(rules.begin(), rules.end(), [&](const Rule& rule) {
    return std::any_of(rule.reasons.begin(), rule.reasons.end(), [&](auto reason) { return code_of(reason) == code; });
  });
  return found == rules.end() ? nullptr : &*found;
}

bool can_be_asked_again(const Rules& rules, std::string_view code) {
  const auto* rule = rule_of(rules, code);
  return rule != nullptr && rule < rule_of(rules, code_of(approvals_missing)) && code != code_of(format_not_allowed);
}

}  // namespace antin::policy::cli
