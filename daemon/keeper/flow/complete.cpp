// From a durable intent to its outcome: sign → timestamp → record. Also the way of recovery, which does nothing else.
#include "core/crypto/sha2.hpp"
#include "daemon/keeper/flow/codes.hpp"
#include "daemon/keeper/flow/flow.hpp"
#include "daemon/process/logging.hpp"

namespace antin::keeper {
namespace {

using protocol::Code;

constexpr auto stale_stamp_age = std::chrono::seconds(1);
constexpr unsigned stale_stamps_limit = 3;

Code code_of(StampFault fault) {
  using enum StampFault;
  switch (fault) {
    case clock_untrusted: return Code::clock_untrusted;
    case revocation_stale: return Code::revocation_stale;
    case certificate_expired:
    case certificate_revoked:
    case certificate_untrusted: return Code::seal_certificate_invalid;
    case serials_exhausted:
    case signature_invalid: return Code::hsm_unavailable;
    case unaccepted_policy:
    case bad_imprint:
    case bad_nonce:
    case unknown: break;
  }
  return Code::unknown;
}

}  // namespace

void Flow::drive(Work& work) {
  // An older copy of the ledger would seal again what has its seal.
  if (!m_witnesses.may_continue()) {
    work.parked = m_held_back = true;
    return;
  }
  const bool waited = std::exchange(work.parked, false);
  // Its key or certificate is not the policy's any more, so nobody can finish what the intent holds: close it, as an
  // entry.
  if (!work.intent.key.empty() && !m_in_force.sealer().can_finish(work.intent)) return abandon(work, Code::no_seal_key);
  if (is_held(work)) return;
  if (waited && !stands(work)) return;
  // A signer still has the order that was given before it was held: one is enough.
  if (waited && !under_way(work.intent.name).empty()) return;
  if (work.intent.key.empty() || work.intent.signature) return stamp(work);
  seal(work);
}

std::vector<Operation> Flow::under_way(const StepName& name) const {
  std::vector<Operation> operations;
  for (const auto& [operation, purpose] : m_operations) {
    const auto* seal = std::get_if<SealOperation>(&purpose);
    const auto* stamp = std::get_if<StampOperation>(&purpose);
    if ((seal != nullptr && seal->step == name) || (stamp != nullptr && stamp->step == name))
      operations.push_back(operation);
  }
  return operations;
}

void Flow::seal(Work& work) {
  auto order = m_in_force.sealer().order(work.intent, m_in_force.seals(), m_clock.read().now);
  if (!order) return attempt_failed(work, keeper::code_of(order.error()));
  const auto operation = begin(SealOperation{work.intent.name});
  m_outbox.order(operation,
                 [operation, order = std::move(*order)](KeyStore& keys) { keys.sign_seal(operation, order); });
}

void Flow::sealed(Work& work, base::ByteView signature) {
  if (!m_in_force.sealer().holds(work.intent, signature)) {
    process::log_error("key " + work.intent.key + " gave a signature that does not hold: check the HSM");
    return attempt_failed(work, Code::hsm_unavailable);
  }
  work.intent.signature = base::copy(signature);
  must(m_ledger.keep_signature(work.intent.name, signature));
  stamp(work);
}

void Flow::stamp(Work& work) {
  if (is_held(work)) return;
  const auto imprint = work.intent.signature ? crypto::digest(base::DigestAlgorithm::sha256, *work.intent.signature)
                                             : base::Digest{base::DigestAlgorithm::sha256, work.intent.stamped};
  auto prepared = m_in_force.authority().prepare({.imprint = imprint});
  if (!prepared) {
    process::log_warning("no timestamp: " + prepared.error().text);
    return attempt_failed(work, code_of(prepared.error().fault));
  }
  work.token = std::move(*prepared);
  const auto operation = begin(StampOperation{work.intent.name});
  m_outbox.order(operation, [operation, key = m_in_force.policy().timestamp.key, token = *work.token](KeyStore& keys) {
    keys.sign_timestamp(operation, key, token.info_der, token.attributes);
  });
}

void Flow::stamped(Work& work, base::ByteView signature) {
  if (is_held(work)) return;
  const auto token = m_in_force.authority().finish(*work.token, signature, true);
  if (!token) {
    process::log_error("the time key gave a signature that does not hold: " + token.error().text);
    return attempt_failed(work, code_of(token.error().fault));
  }
  record(work, *token);
}

void Flow::record(Work& work, const base::Bytes& token) {
  const auto& intent = work.intent;
  const auto now = m_clock.read().now;
  const auto seal = intent.signature ? m_in_force.sealer().assemble(intent, *intent.signature, token) : base::Bytes{};

  Completion completion{now,
                        entry_clock(),
                        std::nullopt,
                        std::nullopt,
                        {work.token->info.gen_time, work.token->info.serial, crypto::sha256(token)}};
  if (intent.signature) {
    completion.seal = crypto::sha256(seal);
    completion.sealed = intent.digest;  // a detached CMS seals the approved octets themselves
    must(m_ledger.put_blob(*completion.seal, seal));
  }
  must(m_ledger.put_blob(completion.token.sha256, token));

  const auto entry = encode_done(intent.entry, completion);
  const auto appended = append(entry, now);
  const auto result = protocol::encode(protocol::StepResult{appended.index, entry, seal, token});
  must(m_ledger.complete_step(intent.name, appended, now, result));
  for (const auto& waiter : work.waiters) m_outbox.answer_once_logged(waiter, result, appended.index);
  m_work.erase(StepName(intent.name));
}

void Flow::attempt_failed(Work& work, Code code) {
  const auto now = m_clock.read().now;
  Attempt attempt;
  attempt.at = now;
  attempt.system = work.intent.system;
  attempt.code = protocol::facts(code).name;
  attempt.name = work.intent.name;
  attempt.digest = work.intent.digest;
  attempt.policy = m_in_force.policy().digest;
  if (takes_entry(work.intent.system, code, now)) append(encode(FailedEntry{std::move(attempt)}), now);
  // The intent stays open: a signature over it may exist somewhere, so nothing else may be signed for this step.
  work.parked = true;
  for (const auto& waiter : std::exchange(work.waiters, {})) m_outbox.answer(waiter, protocol::wire_error(code));
}

// A token that waited for a signer to come back has an old genTime, and the signer rightly refuses it: make a new one.
void Flow::stamp_failed(Work& work, SigningFailure failure) {
  const auto age = m_clock.read().now - work.token->info.gen_time;
  if (failure == SigningFailure::clock && age >= stale_stamp_age && ++work.stale_stamps <= stale_stamps_limit)
    return stamp(work);
  attempt_failed(work, keeper::code_of(failure));
}

void Flow::failed(const Purpose& purpose, SigningFailure failure) {
  const auto code = keeper::code_of(failure);
  if (const auto* of = std::get_if<SealOperation>(&purpose)) return attempt_failed(m_work.at(of->step), code);
  if (const auto* of = std::get_if<StampOperation>(&purpose)) return stamp_failed(m_work.at(of->step), failure);
  if (std::holds_alternative<CheckpointOperation>(purpose)) return checkpoint_failed();
  if (std::holds_alternative<AnchorOperation>(purpose))
    return m_anchors.failed("the time key's signer gives no signature");
  stamp_failed(std::get<StampName>(purpose), code);
}

// What a signer says of it later finds nothing.
void Flow::abandon(Work& work, Code code) {
  const auto& intent = work.intent;
  for (const auto operation : under_way(intent.name)) {
    // Whether a signer has it already makes no difference: what it answers is thrown away.
    std::ignore = withdraw(operation);
    m_operations.erase(operation);
  }
  const auto now = m_clock.read().now;
  append(encode(AbandonedEntry{now, intent.name, intent.digest, intent.system, intent.key,
                               std::string(protocol::facts(code).name), m_in_force.policy().digest}),
         now);
  must(m_ledger.abandon_step(intent.name));
  for (const auto& waiter : work.waiters) m_outbox.answer(waiter, protocol::wire_error(code));
  m_work.erase(StepName(intent.name));
}

}  // namespace antin::keeper
