#include "tests/unit/policy/reason_cases.hpp"

namespace antin::policy {
namespace {

using namespace std::chrono_literals;
using Ending = EndingReasonCase;

void nothing(EndingWorld&) {}

Ending the_grant() {
  return {
      {principal_returns, [](EndingWorld& w) { w.world.policy.systems.at(w.ending.system).grants = {Grant::submit}; }},
      {principal_returns,
       [](EndingWorld& w) { w.world.policy.systems.at(w.ending.system).grants = {Grant::auditor}; }}};
}

Ending the_unit() {
  return {{department_withdraws, nothing},
          {department_withdraws, [](EndingWorld& w) { w.world.policy.units.erase("79"); }}};
}

Ending the_kind() {
  return {{principal_supersedes, nothing}, {principal_supersedes, [](EndingWorld& w) { w.ending.kind = "trich-luc"; }}};
}

Ending the_step() {
  return {{principal_returns, nothing}, {principal_returns, [](EndingWorld& w) { w.ending.step = "deputy"; }}};
}

Ending the_closing_day() {
  return {{principal_supersedes,
           [](EndingWorld& w) {
             w.world.policy.units.at("79760001").closing = UnitClosing{w.world.now + 1ms, std::nullopt};
           }},
          {principal_supersedes, [](EndingWorld& w) {
             w.world.policy.units.at("79760001").closing = UnitClosing{w.world.now, std::nullopt};
             w.world.policy.systems.at(w.ending.system).units.push_back("79");
           }}};
}

Ending the_order() {
  return {{principal_supersedes, nothing},
          {principal_supersedes, [](EndingWorld& w) { w.world.facts.steps.pop_back(); }}};
}

Ending an_open_revision() {
  return {{principal_supersedes, nothing}, {principal_supersedes, [](EndingWorld& w) {
                                              w.world.facts.ending = {base::Act::withdrawn, {hash(1)}, hash(0x62)};
                                            }}};
}

Ending the_number_of_approvers() {
  return {{department_withdraws, nothing},
          {department_withdraws, [](EndingWorld& w) { w.ending.approvals.pop_back(); }}};
}

template <Verification found>
Ending a_valid_signature() {
  return {{principal_returns, [](EndingWorld& w) { w.approval().verification = Verification::valid; }},
          {principal_returns, [](EndingWorld& w) { w.approval().verification = found; }}};
}

Ending what_is_said() {
  return {{principal_returns, nothing},
          {principal_returns, [](EndingWorld& w) { w.approval().statement->record = "1.other"; }}};
}

Ending an_approval_in_time() {
  return {{principal_returns, [](EndingWorld& w) { w.approval().statement->expires = w.world.now + 1ms; }},
          {principal_returns, [](EndingWorld& w) { w.approval().statement->expires = w.world.now; }}};
}

Ending somebody_known() {
  return {{principal_returns,
           [](EndingWorld& w) {
             w.world.person("p-2").certificates.push_back(hash(8));
             w.approval().certificate = hash(8);
           }},
          {principal_returns, [](EndingWorld& w) { w.approval().certificate = hash(8); }}};
}

Ending the_role() {
  return {{principal_returns, [](EndingWorld& w) { w.world.person("p-2").roles[0].until = w.world.now + 1ms; }},
          {principal_returns, [](EndingWorld& w) { w.world.person("p-2").roles[0].until = w.world.now; }}};
}

Ending the_scope() {
  return {{principal_returns,
           [](EndingWorld& w) {
             w.world.person("p-2").roles[0].scope = "2025-2026.1A";
             w.approval().statement->scope = "2025-2026.1A";
           }},
          {principal_returns, [](EndingWorld& w) { w.world.person("p-2").roles[0].scope = "2025-2026.1A"; }}};
}

Ending distinct_people() {
  return {{department_withdraws, nothing}, {department_withdraws, [](EndingWorld& w) {
                                              w.world.people.pop_back();
                                              w.world.person("p-3").certificates.push_back(hash(6));
                                            }}};
}

Ending nobody_suspended() {
  return {{principal_returns, [](EndingWorld& w) { w.world.person("p-2").suspended = {"79760002"}; }},
          {principal_returns, [](EndingWorld& w) { w.world.person("p-2").suspended = {"79760001"}; }}};
}

void make_registrar(EndingWorld& world, const std::string& unit) {
  auto& roles = world.world.person("p-2").roles;
  roles.push_back({unit, "school-registrar", std::nullopt, roles[0].from, roles[0].until});
}

Ending no_registrar() {
  return {{principal_returns, [](EndingWorld& w) { make_registrar(w, "79760002"); }},
          {principal_returns, [](EndingWorld& w) { make_registrar(w, "79760001"); }}};
}

Ending the_reason() {
  return {{department_returns, [](EndingWorld& w) { w.approval().statement->ending->reason = "wrong-grade"; }},
          {department_returns, [](EndingWorld& w) { w.approval().statement->ending->reason = "wrong-name"; }}};
}

Ending what_is_not_stopped() {
  return {{principal_returns,
           [](EndingWorld& w) {
             w.world.facts.stops.add({base::Stoppable::unit, "79"});
           }},
          {principal_returns, [](EndingWorld& w) {
             w.world.facts.stops.add({base::Stoppable::unit, "79760001"});
           }}};
}

}  // namespace

std::optional<EndingReasonCase> ending_case_of(DenialReason reason) {
  switch (reason) {
    case DenialReason::no_grant: return the_grant();
    case DenialReason::unknown_unit: return the_unit();
    case DenialReason::unknown_kind: return the_kind();
    case DenialReason::unknown_step: return the_step();
    case DenialReason::unit_closed: return the_closing_day();
    case DenialReason::out_of_order: return the_order();
    case DenialReason::revision_ended: return an_open_revision();
    case DenialReason::approvals_missing: return the_number_of_approvers();
    case DenialReason::approval_invalid: return a_valid_signature<Verification::signature_invalid>();
    case DenialReason::statement_mismatch: return what_is_said();
    case DenialReason::approval_expired: return an_approval_in_time();
    case DenialReason::certificate_untrusted: return a_valid_signature<Verification::certificate_untrusted>();
    case DenialReason::certificate_expired: return a_valid_signature<Verification::certificate_expired>();
    case DenialReason::certificate_revoked: return a_valid_signature<Verification::certificate_revoked>();
    case DenialReason::revocation_stale: return a_valid_signature<Verification::revocation_stale>();
    case DenialReason::not_in_roster: return somebody_known();
    case DenialReason::wrong_role: return the_role();
    case DenialReason::wrong_scope: return the_scope();
    case DenialReason::same_person: return distinct_people();
    case DenialReason::reason_not_allowed: return the_reason();
    case DenialReason::stopped: return what_is_not_stopped();
    case DenialReason::person_suspended: return nobody_suspended();
    case DenialReason::registrar_approves: return no_registrar();
    // Of the roster alone.
    case DenialReason::not_registrable:
    case DenialReason::not_a_registrar:
    case DenialReason::own_registration:
    case DenialReason::identity_missing:
    case DenialReason::identity_taken:
    case DenialReason::unknown_person:
    case DenialReason::not_applicable:
    // An ending brings no document, makes nothing, and can be made at any time.
    case DenialReason::digest_not_allowed:
    case DenialReason::format_not_allowed:
    case DenialReason::digest_differs:
    case DenialReason::already_sealed:
    case DenialReason::record_key_not_current:
    case DenialReason::window_closed:
    case DenialReason::too_old:
    case DenialReason::quota_exceeded:
    case DenialReason::no_seal_key:
    case DenialReason::unknown: break;
  }
  return std::nullopt;
}

}  // namespace antin::policy
