#include "policy/reasons.hpp"

namespace antin::policy {

std::string_view code_of(DenialReason reason) {
  switch (reason) {
    case DenialReason::no_grant: return "NO_GRANT";
    case DenialReason::unknown_unit: return "UNKNOWN_UNIT";
    case DenialReason::unknown_kind: return "UNKNOWN_KIND";
    case DenialReason::unknown_step: return "UNKNOWN_STEP";
    case DenialReason::unit_closed: return "UNIT_CLOSED";
    case DenialReason::digest_not_allowed: return "DIGEST_NOT_ALLOWED";
    case DenialReason::format_not_allowed: return "FORMAT_NOT_ALLOWED";
    case DenialReason::out_of_order: return "OUT_OF_ORDER";
    case DenialReason::digest_differs: return "DIGEST_DIFFERS";
    case DenialReason::already_sealed: return "ALREADY_SEALED";
    case DenialReason::revision_ended: return "REVISION_ENDED";
    case DenialReason::record_key_not_current: return "RECORD_KEY_NOT_CURRENT";
    case DenialReason::window_closed: return "WINDOW_CLOSED";
    case DenialReason::too_old: return "TOO_OLD";
    case DenialReason::quota_exceeded: return "QUOTA_EXCEEDED";
    case DenialReason::approvals_missing: return "APPROVALS_MISSING";
    case DenialReason::approval_invalid: return "APPROVAL_INVALID";
    case DenialReason::statement_mismatch: return "STATEMENT_MISMATCH";
    case DenialReason::approval_expired: return "APPROVAL_EXPIRED";
    case DenialReason::certificate_untrusted: return "CERTIFICATE_UNTRUSTED";
    case DenialReason::certificate_expired: return "CERTIFICATE_EXPIRED";
    case DenialReason::certificate_revoked: return "CERTIFICATE_REVOKED";
    case DenialReason::revocation_stale: return "REVOCATION_STALE";
    case DenialReason::not_in_roster: return "NOT_IN_ROSTER";
    case DenialReason::wrong_role: return "WRONG_ROLE";
    case DenialReason::wrong_scope: return "WRONG_SCOPE";
    case DenialReason::same_person: return "SAME_PERSON";
    case DenialReason::reason_not_allowed: return "REASON_NOT_ALLOWED";
    case DenialReason::person_suspended: return "PERSON_SUSPENDED";
    case DenialReason::registrar_approves: return "REGISTRAR_APPROVES";
    case DenialReason::not_registrable: return "NOT_REGISTRABLE";
    case DenialReason::not_a_registrar: return "NOT_A_REGISTRAR";
    case DenialReason::own_registration: return "OWN_REGISTRATION";
    case DenialReason::identity_missing: return "IDENTITY_MISSING";
    case DenialReason::identity_taken: return "IDENTITY_TAKEN";
    case DenialReason::unknown_person: return "UNKNOWN_PERSON";
    case DenialReason::not_applicable: return "NOT_APPLICABLE";
    case DenialReason::no_seal_key: return "NO_SEAL_KEY";
    case DenialReason::stopped: return "STOPPED";
    case DenialReason::unknown: break;
  }
  return "UNKNOWN";
}

}  // namespace antin::policy
