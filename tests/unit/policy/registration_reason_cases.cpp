#include "tests/unit/policy/reason_cases.hpp"

namespace antin::policy {
namespace {

using namespace std::chrono_literals;
using World = RegistrationWorld;
using Registered = RegistrationReasonCase;

void nothing(World&) {}

RegistrationWorld teacher_is_suspended() { return teacher_is(base::RosterAction::suspend); }

Registered the_grant() {
  return {{teacher_is_enrolled, nothing}, {teacher_is_enrolled, [](World& w) { w.change().unit = "79760002"; }}};
}

Registered the_unit() {
  return {{teacher_is_enrolled, nothing}, {teacher_is_enrolled, [](World& w) {
                                             w.world.policy.systems.at("school-79760001").units.push_back("closed");
                                             w.change().unit = "closed";
                                           }}};
}

Registered the_closing_day() {
  static constexpr auto close = [](World& w, std::chrono::milliseconds until) {
    w.world.policy.units.at("79760001").closing = UnitClosing{w.world.now + until, "79760002"};
    w.world.policy.systems.at("school-79760001").units.push_back("79760002");
  };
  return {{teacher_is_enrolled, [](World& w) { close(w, 1ms); }},
          {teacher_is_enrolled, [](World& w) { close(w, 0ms); }}};
}

Registered what_is_said() {
  return {{teacher_is_enrolled, nothing},
          {teacher_is_enrolled, [](World& w) { w.request.statement->policy = hash(0x91); }}};
}

Registered in_time() {
  return {{teacher_is_enrolled, [](World& w) { w.request.statement->expires = w.world.now + 1ms; }},
          {teacher_is_enrolled, [](World& w) { w.request.statement->expires = w.world.now; }}};
}

void stop_the_unit(World& w) { w.request.stops.add({base::Stoppable::unit, w.change().unit}); }

// Suspended is somebody all the same.
Registered what_is_not_stopped() {
  return {{teacher_is_suspended, stop_the_unit}, {teacher_is_enrolled, stop_the_unit}};
}

Registered two_registrars() {
  return {{principal_is_enrolled, nothing}, {principal_is_enrolled, [](World& w) { w.sign_by({0x21}); }}};
}

Registered distinct_registrars() {
  return {{principal_is_enrolled,
           [](World& w) {
             w.sign_by({0x2A, 0x22});
           }},
          {principal_is_enrolled, [](World& w) {
             w.sign_by({0x21, 0x2A});
           }}};
}

template <Verification found>
Registered a_valid_signature() {
  return {{teacher_is_enrolled, nothing},
          {teacher_is_enrolled, [](World& w) { w.request.registrars[0].verification = found; }}};
}

template <Verification found>
Registered a_valid_certificate() {
  return {{teacher_is_enrolled, nothing},
          {teacher_is_enrolled, [](World& w) { w.request.certificate->verification = found; }}};
}

Registered somebody_known() {
  return {{teacher_is_enrolled, nothing}, {teacher_is_enrolled, [](World& w) { w.sign_by({0x2F}); }}};
}

Registered who_is_acted_for() {
  return {{somebody_acts, [](World& w) { w.world.person("p-2").roles[0].until = w.world.now + 1ms; }},
          {somebody_acts, [](World& w) { w.world.person("p-2").roles[0].until = w.world.now; }}};
}

Registered no_suspended_registrar() {
  // One whom requests made a registrar: the bundle's own are the officers'.
  static constexpr auto with = [](World& w, const char* unit) {
    Role role{"79760001", "school-registrar", std::nullopt, w.world.now - 24h, w.world.now + 24h};
    w.world.people.push_back({"p-7", {hash(7)}, {role}, hash(0xE7), {unit}});
    w.sign_by({7});
  };
  return {{teacher_is_enrolled, [](World& w) { with(w, "79760002"); }},
          {teacher_is_enrolled, [](World& w) { with(w, "79760001"); }}};
}

Registered no_registrar_approves() {
  static constexpr auto make = [](World& w, const char* unit) {
    Role role{unit, "school-registrar", std::nullopt, w.world.now - 24h, w.world.now + 24h};
    w.world.people.push_back({"p-9", {hash(9)}, {role}, hash(0xE9)});
  };
  return {{principal_is_enrolled, [](World& w) { make(w, "79760002"); }},
          {principal_is_enrolled, [](World& w) { make(w, "79760001"); }}};
}

Registered a_rule() {
  return {{teacher_is_enrolled, nothing}, {teacher_is_enrolled, [](World& w) { w.change().role = "clerk"; }}};
}

Registered a_registrar_of_the_unit() {
  return {{teacher_is_enrolled, nothing},
          {teacher_is_enrolled, [](World& w) { w.world.policy.founders[2].roles[0].unit = "79760002"; }}};
}

Registered somebody_else() {
  return {{teacher_is_enrolled, nothing}, {teacher_is_enrolled, [](World& w) { w.change().person = "r-3"; }}};
}

Registered an_identity() {
  return {{teacher_is_enrolled, nothing},
          {teacher_is_enrolled, [](World& w) { w.request.certificate->identity.reset(); }}};
}

Registered one_human_one_person() {
  return {{teacher_is_enrolled, nothing},
          {teacher_is_enrolled, [](World& w) { w.request.certificate->identity = hash(0xE2); }}};
}

Registered a_person() {
  return {{certificate_is_renewed, nothing}, {certificate_is_renewed, [](World& w) { w.change().person = "p-8"; }}};
}

Registered the_state() {
  return {{teacher_is_suspended, nothing},
          {teacher_is_suspended, [](World& w) { w.world.person("p-1").suspended = {"79760001"}; }}};
}

}  // namespace

std::optional<RegistrationReasonCase> registration_case_of(DenialReason reason) {
  switch (reason) {
    case DenialReason::no_grant: return the_grant();
    case DenialReason::unknown_unit: return the_unit();
    case DenialReason::unit_closed: return the_closing_day();
    case DenialReason::approvals_missing: return two_registrars();
    case DenialReason::approval_invalid: return a_valid_signature<Verification::signature_invalid>();
    case DenialReason::statement_mismatch: return what_is_said();
    case DenialReason::approval_expired: return in_time();
    case DenialReason::certificate_untrusted: return a_valid_certificate<Verification::certificate_untrusted>();
    case DenialReason::certificate_expired: return a_valid_certificate<Verification::certificate_expired>();
    case DenialReason::certificate_revoked: return a_valid_signature<Verification::certificate_revoked>();
    case DenialReason::revocation_stale: return a_valid_signature<Verification::revocation_stale>();
    case DenialReason::not_in_roster: return somebody_known();
    case DenialReason::wrong_role: return who_is_acted_for();
    case DenialReason::same_person: return distinct_registrars();
    case DenialReason::person_suspended: return no_suspended_registrar();
    case DenialReason::registrar_approves: return no_registrar_approves();
    case DenialReason::not_registrable: return a_rule();
    case DenialReason::not_a_registrar: return a_registrar_of_the_unit();
    case DenialReason::own_registration: return somebody_else();
    case DenialReason::identity_missing: return an_identity();
    case DenialReason::identity_taken: return one_human_one_person();
    case DenialReason::unknown_person: return a_person();
    case DenialReason::not_applicable: return the_state();
    case DenialReason::stopped: return what_is_not_stopped();
    // A change of the roster is about no record.
    case DenialReason::unknown_kind:
    case DenialReason::unknown_step:
    case DenialReason::digest_not_allowed:
    case DenialReason::format_not_allowed:
    case DenialReason::out_of_order:
    case DenialReason::digest_differs:
    case DenialReason::already_sealed:
    case DenialReason::revision_ended:
    case DenialReason::record_key_not_current:
    case DenialReason::window_closed:
    case DenialReason::too_old:
    case DenialReason::quota_exceeded:
    case DenialReason::wrong_scope:
    case DenialReason::reason_not_allowed:
    case DenialReason::no_seal_key:
    case DenialReason::unknown: break;
  }
  return std::nullopt;
}

}  // namespace antin::policy
