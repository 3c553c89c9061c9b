#include "daemon/keeper/flow/codes.hpp"

namespace antin::keeper {

using protocol::Code;

Code code_of(policy::DenialReason reason) {
  using enum policy::DenialReason;
  switch (reason) {
    case no_grant: return Code::no_grant;
    case unknown_unit: return Code::unknown_unit;
    case unknown_kind: return Code::unknown_kind;
    case unknown_step: return Code::unknown_step;
    case unit_closed: return Code::unit_closed;
    case digest_not_allowed: return Code::digest_not_allowed;
    case format_not_allowed: return Code::format_not_allowed;
    case out_of_order: return Code::out_of_order;
    case digest_differs: return Code::digest_differs;
    case already_sealed: return Code::already_sealed;
    case revision_ended: return Code::revision_ended;
    case record_key_not_current: return Code::record_key_not_current;
    case window_closed: return Code::window_closed;
    case too_old: return Code::too_old;
    case quota_exceeded: return Code::quota_exceeded;
    case approvals_missing: return Code::approvals_missing;
    case approval_invalid: return Code::approval_invalid;
    case statement_mismatch: return Code::statement_mismatch;
    case approval_expired: return Code::approval_expired;
    case certificate_untrusted: return Code::certificate_untrusted;
    case certificate_expired: return Code::certificate_expired;
    case certificate_revoked: return Code::certificate_revoked;
    case revocation_stale: return Code::revocation_stale;
    case not_in_roster: return Code::not_in_roster;
    case wrong_role: return Code::wrong_role;
    case wrong_scope: return Code::wrong_scope;
    case same_person: return Code::same_person;
    case reason_not_allowed: return Code::reason_not_allowed;
    case person_suspended: return Code::person_suspended;
    case registrar_approves: return Code::registrar_approves;
    case not_registrable: return Code::not_registrable;
    case not_a_registrar: return Code::not_a_registrar;
    case own_registration: return Code::own_registration;
    case identity_missing: return Code::identity_missing;
    case identity_taken: return Code::identity_taken;
    case unknown_person: return Code::unknown_person;
    case not_applicable: return Code::not_applicable;
    case no_seal_key: return Code::no_seal_key;
    case stopped: return Code::stopped;
    case unknown: break;
  }
  return Code::unknown;
}

Code code_of(policy::OrderRefusal refusal) {
  using enum policy::OrderRefusal;
  switch (refusal) {
    case not_an_officer: return Code::not_an_officer;
    case signature_invalid: return Code::approval_invalid;
    case certificate_untrusted: return Code::certificate_untrusted;
    case certificate_expired: return Code::certificate_expired;
    case certificate_revoked: return Code::certificate_revoked;
    case revocation_stale: return Code::revocation_stale;
    case quorum_missing: return Code::quorum_missing;
    case statement_mismatch: return Code::statement_mismatch;
    case expired: return Code::approval_expired;
    case used: return Code::order_used;
    case unknown_target: return Code::unknown_target;
    case signs_the_log: return Code::signs_the_log;
    case not_stopped: return Code::not_stopped;
    case unknown: break;
  }
  return Code::unknown;
}

Code code_of(SealProblem problem) {
  switch (problem) {
    case SealProblem::no_such_key: return Code::no_seal_key;
    case SealProblem::certificate_invalid: return Code::seal_certificate_invalid;
    case SealProblem::revocation_stale: return Code::revocation_stale;
    case SealProblem::unknown: break;
  }
  return Code::unknown;
}

Code code_of(SigningFailure failure) {
  switch (failure) {
    case SigningFailure::hsm: return Code::hsm_unavailable;
    case SigningFailure::clock: return Code::clock_untrusted;
    // The signer does not have the key that the policy names: as far as the caller can tell, there is no HSM.
    case SigningFailure::refused: return Code::hsm_unavailable;
    case SigningFailure::unknown: break;
  }
  return Code::unknown;
}

}  // namespace antin::keeper
