#include "client/protocol/errors.hpp"

#include <array>

namespace antin::protocol {
namespace {

constexpr bool again = true;
constexpr bool entry = true;
using enum Class;

// In the order of the enum. `unknown` is what a client sees of a bug of ours: nothing but that it happened.
constexpr std::array table{
    CodeFacts{Code::unknown, "INTERNAL", failed, !again, entry,
              "The appliance could not finish this request. Tell its operators the time and the request id."},

    CodeFacts{
        Code::unknown_system, "UNKNOWN_SYSTEM", gate, !again, !entry,
        "This CURVE key is not registered. Use the key that was registered for this system, or have it registered."},
    CodeFacts{
        Code::system_suspended, "SYSTEM_SUSPENDED", gate, !again, !entry,
        "Security officers have suspended this system. Nothing that it sends is taken until they let it go on; ask "
        "them why."},
    CodeFacts{Code::too_large, "TOO_LARGE", gate, !again, !entry,
              "The message is larger than 60 KiB. Send one step a request, with its own approvals alone."},
    CodeFacts{Code::malformed, "MALFORMED", gate, !again, !entry,
              "The message is not a well-formed request of this protocol. Send the frame `antin/1`, then one Request."},
    CodeFacts{Code::rate_limited, "RATE_LIMITED", gate, again, !entry,
              "This system sends more requests than it may. Wait as long as retry_after_ms says, then send it again."},

    CodeFacts{Code::no_grant, "NO_GRANT", denied, !again, entry,
              "This system is not granted this kind of request for this unit. Send it from a system that is."},
    CodeFacts{Code::unknown_unit, "UNKNOWN_UNIT", denied, !again, entry,
              "The policy in force names no such unit. Check the unit's code."},
    CodeFacts{Code::unknown_kind, "UNKNOWN_KIND", denied, !again, entry,
              "The policy in force has no workflow for this kind of document. `about` lists the kinds."},
    CodeFacts{Code::unknown_step, "UNKNOWN_STEP", denied, !again, entry,
              "The workflow of this kind has no such step. `about` lists the steps."},
    CodeFacts{Code::unit_closed, "UNIT_CLOSED", denied, !again, entry,
              "This unit has closed: it begins no new record. Its successor completes and corrects those that there "
              "are; without one, the unit above may withdraw them and nothing else."},
    CodeFacts{
        Code::digest_not_allowed, "DIGEST_NOT_ALLOWED", denied, !again, entry,
        "The policy does not allow this digest algorithm for this kind. Hash the document with one that it allows."},
    CodeFacts{Code::format_not_allowed, "FORMAT_NOT_ALLOWED", denied, !again, entry,
              "This step does not make seals of the format asked for. Leave the formats out to get the step's own."},
    CodeFacts{Code::out_of_order, "OUT_OF_ORDER", denied, !again, entry,
              "This revision, or the one before it, is not at the point that this asks for. Follow the order of the "
              "workflow."},
    CodeFacts{Code::digest_differs, "DIGEST_DIFFERS", denied, !again, entry,
              "This revision was begun with another document. Submit the document that its first step approved."},
    CodeFacts{Code::already_sealed, "ALREADY_SEALED", denied, !again, entry,
              "This revision is complete with another document. A correction is the next revision, once this one is "
              "superseded."},
    CodeFacts{Code::revision_ended, "REVISION_ENDED", denied, !again, entry,
              "This revision was returned, superseded or withdrawn. What follows a return or a correction is the next "
              "revision."},
    CodeFacts{Code::record_key_not_current, "RECORD_KEY_NOT_CURRENT", denied, !again, entry,
              "A new record needs an id under the current version of the unit's record-id key. If the record exists "
              "under an older version, go on with that id."},
    CodeFacts{Code::window_closed, "WINDOW_CLOSED", denied, !again, entry,
              "The policy does not open this step today. Submit it between the dates of its window."},
    CodeFacts{Code::too_old, "TOO_OLD", denied, !again, entry,
              "Too much time has passed since the step before. Ask the unit's registrar how to go on."},
    CodeFacts{Code::quota_exceeded, "QUOTA_EXCEEDED", denied, !again, entry,
              "The unit has used up this step's quota for the year. Ask the security officers to raise it."},
    CodeFacts{Code::approvals_missing, "APPROVALS_MISSING", denied, !again, entry,
              "This step needs more approvals, each by another person. Send all of them in one request."},
    CodeFacts{Code::approval_invalid, "APPROVAL_INVALID", denied, !again, entry,
              "An approval is not a valid detached CAdES signature over its statement. Have it signed again."},
    CodeFacts{
        Code::statement_mismatch, "STATEMENT_MISMATCH", denied, !again, entry,
        "The signed statement does not say what this request asks for, or is the same as another person's. Have the "
        "right statement signed, by each person one of their own."},
    CodeFacts{Code::approval_expired, "APPROVAL_EXPIRED", denied, !again, entry,
              "The signed statement has expired. Have a new statement signed."},
    CodeFacts{
        Code::certificate_untrusted, "CERTIFICATE_UNTRUSTED", denied, !again, entry,
        "The approver's certificate does not lead to an authority that the policy names. Sign with one that does."},
    CodeFacts{Code::certificate_expired, "CERTIFICATE_EXPIRED", denied, !again, entry,
              "The approver's certificate has expired or is not valid yet. Sign with a valid one."},
    CodeFacts{
        Code::certificate_revoked, "CERTIFICATE_REVOKED", denied, !again, entry,
        "The certificate of an approver of this record is revoked. Approve again with a valid one, if need be from the "
        "first step on."},
    CodeFacts{Code::not_in_roster, "NOT_IN_ROSTER", denied, !again, entry,
              "The approver's certificate belongs to nobody in the roster. Have the person enrolled."},
    CodeFacts{Code::wrong_role, "WRONG_ROLE", denied, !again, entry,
              "The approver does not hold a role that this step asks for in this unit today. Have somebody who does "
              "approve."},
    CodeFacts{Code::wrong_scope, "WRONG_SCOPE", denied, !again, entry,
              "The approver's role does not cover the scope that the statement names. Check the scope."},
    CodeFacts{Code::same_person, "SAME_PERSON", denied, !again, entry,
              "One person may fill only one step of a record, and count once in it. Have somebody else approve."},
    CodeFacts{Code::reason_not_allowed, "REASON_NOT_ALLOWED", denied, !again, entry,
              "The policy does not let a document of this kind be returned, superseded or withdrawn so, or for this "
              "reason. `about` lists the reasons."},
    CodeFacts{Code::stopped, "STOPPED", denied, !again, entry,
              "Security officers have stopped what this needs. What is done can be had still; send the same request "
              "again once they let it go on."},
    CodeFacts{
        Code::approvers_unknown, "APPROVERS_UNKNOWN", denied, !again, entry,
        "An earlier step of this revision was given back after a loss without its approvals, so nobody can say who "
        "approved it. Return the revision; the next one begins from the first step."},
    CodeFacts{
        Code::receipt_invalid, "RECEIPT_INVALID", denied, !again, entry,
        "This is no receipt of a log that was lost and that this one goes on from, or it does not hold. The answer's "
        "own text says what is wrong."},
    CodeFacts{Code::not_an_officer, "NOT_AN_OFFICER", denied, !again, entry,
              "The signature is not by one of this log's security officers, with the certificate that the log has "
              "pinned. Have an officer sign."},
    CodeFacts{Code::quorum_missing, "QUORUM_MISSING", denied, !again, entry,
              "Too few security officers have signed, or one of them twice. Send the signatures of a quorum over one "
              "text in one request."},
    CodeFacts{Code::unknown_target, "UNKNOWN_TARGET", denied, !again, entry,
              "The policy in force has no such unit, key or system. Check the name."},
    CodeFacts{Code::signs_the_log, "SIGNS_THE_LOG", denied, !again, entry,
              "This key signs the log, which must hold the stop itself. Stop the appliance instead."},
    CodeFacts{Code::order_used, "ORDER_USED", denied, !again, entry,
              "This statement was used, and security officers have ordered something else since. Sign a new one."},
    CodeFacts{Code::not_stopped, "NOT_STOPPED", denied, !again, entry,
              "This is not stopped, or not by the stop that the statement names. Name the newest stop of it."},
    CodeFacts{
        Code::person_suspended, "PERSON_SUSPENDED", denied, !again, entry,
        "The person who signed is suspended in this unit. Have registrars resume them, or have somebody else sign."},
    CodeFacts{Code::registrar_approves, "REGISTRAR_APPROVES", denied, !again, entry,
              "A registrar never approves in units that they enrol people for. Have somebody else approve, or enrol "
              "somebody else."},
    CodeFacts{Code::not_registrable, "NOT_REGISTRABLE", denied, !again, entry,
              "The policy has no rule by which anybody is enrolled into this role so. `about` lists who enrols whom."},
    CodeFacts{Code::not_a_registrar, "NOT_A_REGISTRAR", denied, !again, entry,
              "Who signed is not a registrar for this role in this unit today. Have those sign whom the policy names."},
    CodeFacts{Code::own_registration, "OWN_REGISTRATION", denied, !again, entry,
              "Nobody changes what the roster says of themself. Have other registrars sign."},
    CodeFacts{Code::identity_missing, "IDENTITY_MISSING", denied, !again, entry,
              "The person's certificate has no serialNumber in its subject, by which its authority tells people apart: "
              "have one issued that has. For somebody whom the policy bundle names, a role needs their certificate."},
    CodeFacts{
        Code::identity_taken, "IDENTITY_TAKEN", denied, !again, entry,
        "This certificate, or whom it names, is another person of the roster, or this person has another identity. "
        "One human is one person: use the id that they have."},
    CodeFacts{Code::unknown_person, "UNKNOWN_PERSON", denied, !again, entry,
              "The roster has no such person, or nobody of that id in this unit. Check the id, or enrol them first."},
    CodeFacts{
        Code::not_applicable, "NOT_APPLICABLE", denied, !again, entry,
        "The roster is not in the state that this change begins from: there already, ended already, or nothing to "
        "end. Look at the person first."},
    CodeFacts{Code::request_id_reused, "REQUEST_ID_REUSED", denied, !again, entry,
              "This request id was used for something else. Make 16 new random octets for each new request."},
    CodeFacts{
        Code::system_signature_invalid, "SYSTEM_SIGNATURE_INVALID", denied, !again, entry,
        "The statement is not signed with the certificate that this system is registered with. Sign it with that."},
    CodeFacts{Code::system_certificate_revoked, "SYSTEM_CERTIFICATE_REVOKED", denied, !again, entry,
              "The certificate that this system is registered with is revoked. Have another registered."},
    CodeFacts{Code::bundle_refused, "BUNDLE_REFUSED", denied, !again, entry,
              "This policy bundle, or a part of it, is not what a quorum of the security officers has signed to come "
              "next. The answer's own text says what is wrong."},
    CodeFacts{Code::statement_used, "STATEMENT_USED", denied, !again, entry,
              "This statement has opened a reading before. Sign a new one for each."},
    CodeFacts{Code::no_reading, "NO_READING", denied, !again, !entry,
              "This reading is not open, or is another system's. Open one with a signed statement."},
    CodeFacts{
        Code::not_found, "NOT_FOUND", denied, !again, !entry,
        "Nothing is known about what was asked for. Check the record id and the revision, the index or the hash."},

    CodeFacts{Code::revocation_stale, "REVOCATION_STALE", failed, again, entry,
              "Revocation data are older than the policy allows, so nobody can be checked. Try again later."},
    CodeFacts{Code::no_seal_key, "NO_SEAL_KEY", failed, again, entry,
              "There is no key for this seal at present. Try again later; tell the operators if it lasts."},
    CodeFacts{Code::seal_certificate_invalid, "SEAL_CERTIFICATE_INVALID", failed, again, entry,
              "The seal's own certificate is not valid now. Try again later; tell the operators if it lasts."},
    CodeFacts{Code::clock_untrusted, "CLOCK_UNTRUSTED", failed, again, entry,
              "The appliance's clock is not as exact as its timestamps promise. Try again later."},
    CodeFacts{Code::hsm_unavailable, "HSM_UNAVAILABLE", failed, again, entry,
              "The keys cannot be used at the moment. Try again with the same request id."},
    CodeFacts{Code::ledger_unavailable, "LEDGER_UNAVAILABLE", failed, again, !entry,
              "The log cannot be written at the moment, so nothing is signed. Try again with the same request id."},
    CodeFacts{Code::witness_lag, "WITNESS_LAG", failed, again, entry,
              "The log's witnesses have not confirmed it for too long, so nothing is signed. Try again later."},
    CodeFacts{Code::log_closed, "LOG_CLOSED", failed, !again, !entry,
              "This log is closed. Ask the log that succeeds it; what is done here can still be had, and the log's "
              "files hold all of it."},
    CodeFacts{Code::overloaded, "OVERLOADED", failed, again, !entry,
              "Too many requests are waiting. Try again with the same request id when retry_after_ms has passed."},
};

constexpr bool is_in_order_of_the_enum() {
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (static_cast<std::size_t>(table[i].code) != i) return false;
  }
  return table.size() == static_cast<std::size_t>(Code::overloaded) + 1;
}
static_assert(is_in_order_of_the_enum());

}  // namespace

const CodeFacts& facts(Code code) {
  const auto place = static_cast<std::size_t>(code);
  return place < table.size() ? table[place] : table[0];
}

Code code_from_name(std::string_view name) {
  for (const auto& row : table) {
    if (row.name == name) return row.code;
  }
  return Code::unknown;
}

WireError wire_error(Code code, unsigned retry_after_ms) {
  const auto& row = facts(code);
  return {code, std::string(row.text), row.retry, retry_after_ms};
}

}  // namespace antin::protocol
