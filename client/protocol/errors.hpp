// The error codes of the wire: one enum, each with its name, a text for people, and whether a retry helps.
#pragma once

#include <string>
#include <string_view>

namespace antin::protocol {

enum class Code {
  unknown,
  // refused at the gate
  unknown_system,
  system_suspended,
  too_large,
  malformed,
  rate_limited,
  // denied: mend the request
  no_grant,
  unknown_unit,
  unknown_kind,
  unknown_step,
  unit_closed,
  digest_not_allowed,
  format_not_allowed,
  out_of_order,
  digest_differs,
  already_sealed,
  revision_ended,
  record_key_not_current,
  window_closed,
  too_old,
  quota_exceeded,
  approvals_missing,
  approval_invalid,
  statement_mismatch,
  approval_expired,
  certificate_untrusted,
  certificate_expired,
  certificate_revoked,
  not_in_roster,
  wrong_role,
  wrong_scope,
  same_person,
  reason_not_allowed,
  stopped,
  approvers_unknown,
  receipt_invalid,
  not_an_officer,
  quorum_missing,
  unknown_target,
  signs_the_log,
  order_used,
  not_stopped,
  person_suspended,
  registrar_approves,
  not_registrable,
  not_a_registrar,
  own_registration,
  identity_missing,
  identity_taken,
  unknown_person,
  not_applicable,
  request_id_reused,
  system_signature_invalid,
  system_certificate_revoked,
  bundle_refused,
  statement_used,
  no_reading,
  not_found,
  // failed: try again
  revocation_stale,
  no_seal_key,
  seal_certificate_invalid,
  clock_untrusted,
  hsm_unavailable,
  ledger_unavailable,
  witness_lag,
  log_closed,
  overloaded,
};

enum class Class { unknown, gate, denied, failed };

struct CodeFacts {
  Code code = Code::unknown;
  std::string_view name;  // as on the wire: `OUT_OF_ORDER`
  Class kind = Class::unknown;
  bool retry = false;     // the same request may succeed later
  bool logged = false;    // has an entry (the others are counted)
  std::string_view text;  // what went wrong and what to do; says nothing about the inside
};

const CodeFacts& facts(Code code);           // of `unknown`: INTERNAL, failed, no retry
Code code_from_name(std::string_view name);  // unknown when it is none of ours

struct WireError {
  Code code = Code::unknown;
  std::string text;
  bool retry = false;
  unsigned retry_after_ms = 0;
};
WireError wire_error(Code code, unsigned retry_after_ms = 0);  // with the code's own text and retry

}  // namespace antin::protocol
