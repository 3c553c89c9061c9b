#include "tests/unit/policy/reason_cases.hpp"

namespace antin::policy {
namespace {

using namespace std::chrono_literals;

void nothing(World&) {}

ReasonCase the_grant() {
  return {{teacher_submits, [](World& w) { w.policy.systems.at(w.submission.system).grants = {Grant::submit}; }},
          {teacher_submits, [](World& w) { w.policy.systems.at(w.submission.system).grants = {Grant::auditor}; }}};
}

ReasonCase the_unit() {
  return {{teacher_submits, nothing}, {teacher_submits, [](World& w) { w.policy.units.erase("79760001"); }}};
}

ReasonCase a_unit_above() {
  return {{department_submits, nothing}, {department_submits, [](World& w) { w.policy.units.erase("79"); }}};
}

ReasonCase the_kind() {
  return {{teacher_submits,
           [](World& w) {
             auto extract = w.policy.workflows.at("hoc-ba");
             w.submission.kind = w.approval().statement->kind = extract.kind = "trich-luc";
             w.policy.workflows["trich-luc"] = extract;
           }},
          {teacher_submits, [](World& w) { w.submission.kind = w.approval().statement->kind = "trich-luc"; }}};
}

ReasonCase the_step() {
  return {{principal_submits, nothing}, {principal_submits, [](World& w) { w.submission.step = "deputy"; }}};
}

ReasonCase the_closing_day() {
  return {{teacher_submits,
           [](World& w) {
             w.policy.units.at("79760001").closing = UnitClosing{w.now + 1ms, "79760002"};
           }},
          {teacher_submits, [](World& w) {
             w.policy.units.at("79760001").closing = UnitClosing{w.now, "79760002"};
             w.policy.systems.at(w.submission.system).units.push_back("79760002");
           }}};
}

void take_sha384(World& world) {
  world.submission.digest = world.approval().statement->digest = {base::DigestAlgorithm::sha384, base::Bytes(48)};
}

ReasonCase the_digest() {
  return {{teacher_submits,
           [](World& w) {
             w.policy.workflows.at("hoc-ba").digests = {base::DigestAlgorithm::sha384};
             take_sha384(w);
           }},
          {teacher_submits, take_sha384}};
}

ReasonCase the_formats() {
  return {{principal_submits, [](World& w) { w.submission.formats = {Format::cades}; }},
          {teacher_submits, [](World& w) { w.submission.formats = {Format::cades}; }}};
}

ReasonCase the_order() {
  return {{principal_submits, nothing}, {principal_submits, [](World& w) { w.facts.steps.clear(); }}};
}

ReasonCase the_next_revision() {
  return {{teacher_submits_again, nothing},
          {teacher_submits_again, [](World& w) { w.facts.ending_before->act = base::Act::withdrawn; }}};
}

// Of a workflow that changed under an open revision.
ReasonCase no_later_step() {
  return {{principal_submits, nothing}, {principal_submits, [](World& w) {
                                           auto later = w.facts.steps[0];
                                           later.step = "department";
                                           w.facts.steps.push_back(later);
                                         }}};
}

ReasonCase one_digest() {
  return {{principal_submits,
           [](World& w) {
             w.facts.steps[0].digest = w.submission.digest = document(9);
             w.approval().statement->digest = document(9);
           }},
          {principal_submits, [](World& w) { w.submission.digest = w.approval().statement->digest = document(9); }}};
}

// The last step of an open revision, and the same with another document once it is done.
ReasonCase one_seal() {
  return {{department_submits, nothing}, {department_has_sealed, [](World& w) { w.submission.digest = document(9); }}};
}

ReasonCase an_open_revision() {
  return {{teacher_submits_again, nothing}, {teacher_submits_again, [](World& w) {
                                               w.facts.ending = {base::Act::returned, {}, hash(0x62)};
                                             }}};
}

ReasonCase the_record_key() {
  return {{teacher_submits, [](World& w) { w.policy.units.at(w.submission.unit).record_keys = {1}; }},
          {teacher_submits, [](World& w) {
             w.policy.units.at(w.submission.unit).record_keys = {1, 2};
           }}};
}

ReasonCase the_window() {
  return {{principal_submits,
           [](World& w) {
             w.step("principal").window = {w.now, w.now + 1ms};
           }},
          {principal_submits, [](World& w) {
             w.step("principal").window = {w.now - 24h, w.now};
           }}};
}

ReasonCase the_age() {
  return {{principal_submits,
           [](World& w) {
             w.step("principal").max_age = 30s;
             w.facts.steps[0].at = w.now - 30s;
           }},
          {principal_submits, [](World& w) {
             w.step("principal").max_age = 30s;
             w.facts.steps[0].at = w.now - 30s - 1ms;
           }}};
}

ReasonCase the_quota() {
  return {{principal_submits,
           [](World& w) {
             w.step("principal").quota = 900;
             w.facts.done_this_year = 899;
           }},
          {principal_submits, [](World& w) {
             w.step("principal").quota = 900;
             w.facts.done_this_year = 900;
           }}};
}

void ask_two_deputies(World& world) {
  world.step("principal").approvers = 2;
  world.people.push_back({"p-4", {hash(4)}, world.person("p-2").roles});
  world.submission.approvals.push_back(approval_by(world, "principal", std::nullopt, 4));
}

ReasonCase the_number_of_approvers() {
  return {{principal_submits, ask_two_deputies}, {principal_submits, [](World& w) {
                                                    ask_two_deputies(w);
                                                    w.submission.approvals.pop_back();
                                                  }}};
}

template <Verification found>
ReasonCase a_valid_signature() {
  return {{principal_submits, [](World& w) { w.approval().verification = Verification::valid; }},
          {principal_submits, [](World& w) { w.approval().verification = found; }}};
}

ReasonCase what_is_said() {
  return {{principal_submits, [](World& w) { w.submission.record = w.approval().statement->record = "1.other"; }},
          {principal_submits, [](World& w) { w.submission.record = "1.other"; }}};
}

ReasonCase an_approval_in_time() {
  return {{principal_submits, [](World& w) { w.approval().statement->expires = w.now + 1ms; }},
          {principal_submits, [](World& w) { w.approval().statement->expires = w.now; }}};
}

// Of the approvers before: what expired since does not undo their step.
ReasonCase earlier_certificates() {
  return {{principal_submits, [](World& w) { w.facts.steps[0].standing = {Verification::certificate_expired}; }},
          {principal_submits, [](World& w) { w.facts.steps[0].standing = {Verification::certificate_revoked}; }}};
}

ReasonCase fresh_lists_for_those_before() {
  return {{principal_submits, nothing},
          {principal_submits, [](World& w) { w.facts.steps[0].standing = {Verification::revocation_stale}; }}};
}

ReasonCase somebody_known() {
  return {{principal_submits,
           [](World& w) {
             w.person("p-2").certificates.push_back(hash(8));
             w.approval().certificate = hash(8);
           }},
          {principal_submits, [](World& w) { w.approval().certificate = hash(8); }}};
}

ReasonCase the_role() {
  return {{principal_submits, [](World& w) { w.person("p-2").roles[0].until = w.now + 1ms; }},
          {principal_submits, [](World& w) { w.person("p-2").roles[0].until = w.now; }}};
}

ReasonCase a_role_of_the_step() {
  return {{principal_submits,
           [](World& w) {
             w.step("principal").roles = {"deputy", "principal"};
           }},
          {principal_submits, [](World& w) { w.step("principal").roles = {"deputy"}; }}};
}

ReasonCase the_scope() {
  return {{teacher_submits, [](World& w) { w.person("p-1").roles[0].scope.reset(); }},
          {teacher_submits, [](World& w) { w.person("p-1").roles[0].scope = "2025-2026.1B"; }}};
}

ReasonCase nobody_suspended() {
  return {{principal_submits, [](World& w) { w.person("p-2").suspended = {"79760002"}; }},
          {principal_submits, [](World& w) { w.person("p-2").suspended = {"79760001"}; }}};
}

void make_registrar(World& world, const std::string& unit, const std::string& role) {
  auto& roles = world.person("p-2").roles;
  roles.push_back({unit, role, std::nullopt, roles[0].from, roles[0].until});
}

// Of another school, and of this one's department.
ReasonCase no_registrar() {
  return {{principal_submits, [](World& w) { make_registrar(w, "79760002", "school-registrar"); }},
          {principal_submits, [](World& w) { make_registrar(w, "79", "department-registrar"); }}};
}

ReasonCase distinct_people() {
  return {{principal_submits, ask_two_deputies}, {principal_submits, [](World& w) {
                                                    ask_two_deputies(w);
                                                    w.people.pop_back();
                                                    w.person("p-2").certificates.push_back(hash(4));
                                                  }}};
}

// What is kept of an approval is found by its statement.
ReasonCase distinct_statements() {
  return {{principal_submits, ask_two_deputies}, {principal_submits, [](World& w) {
                                                    ask_two_deputies(w);
                                                    w.approval(1).statement_hash = w.approval(0).statement_hash;
                                                  }}};
}

ReasonCase a_key_to_seal_with() {
  return {{principal_submits, [](World& w) { w.policy.keys.erase("seal/79/department/2026.1"); }},
          {principal_submits, [](World& w) { w.policy.keys.erase("seal/79760001/school/2026.1"); }}};
}

ReasonCase what_is_not_stopped() {
  return {{department_submits,
           [](World& w) {
             w.facts.stops.add({base::Stoppable::unit, "79760002"});
           }},
          {department_submits, [](World& w) {
             w.facts.stops.add({base::Stoppable::unit, "79"});
           }}};
}

}  // namespace

std::optional<ReasonCase> case_of(DenialReason reason) {
  switch (reason) {
    case DenialReason::no_grant: return the_grant();
    case DenialReason::unknown_unit: return the_unit();
    case DenialReason::unknown_kind: return the_kind();
    case DenialReason::unknown_step: return the_step();
    case DenialReason::unit_closed: return the_closing_day();
    case DenialReason::digest_not_allowed: return the_digest();
    case DenialReason::format_not_allowed: return the_formats();
    case DenialReason::out_of_order: return the_order();
    case DenialReason::digest_differs: return one_digest();
    case DenialReason::already_sealed: return one_seal();
    case DenialReason::revision_ended: return an_open_revision();
    case DenialReason::record_key_not_current: return the_record_key();
    case DenialReason::window_closed: return the_window();
    case DenialReason::too_old: return the_age();
    case DenialReason::quota_exceeded: return the_quota();
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
    case DenialReason::person_suspended: return nobody_suspended();
    case DenialReason::registrar_approves: return no_registrar();
    case DenialReason::no_seal_key: return a_key_to_seal_with();
    case DenialReason::stopped: return what_is_not_stopped();
    case DenialReason::reason_not_allowed:  // of endings alone
    case DenialReason::not_registrable:     // of the roster alone, as those that follow
    case DenialReason::not_a_registrar:
    case DenialReason::own_registration:
    case DenialReason::identity_missing:
    case DenialReason::identity_taken:
    case DenialReason::unknown_person:
    case DenialReason::not_applicable:
    case DenialReason::unknown: break;
  }
  return std::nullopt;
}

std::vector<std::pair<DenialReason, ReasonCase>> cases_of_rules_beside() {
  return {{DenialReason::unknown_unit, a_unit_above()},
          {DenialReason::out_of_order, the_next_revision()},
          {DenialReason::out_of_order, no_later_step()},
          {DenialReason::statement_mismatch, distinct_statements()},
          {DenialReason::certificate_revoked, earlier_certificates()},
          {DenialReason::revocation_stale, fresh_lists_for_those_before()},
          {DenialReason::wrong_role, a_role_of_the_step()}};
}

}  // namespace antin::policy
