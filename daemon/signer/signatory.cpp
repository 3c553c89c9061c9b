#include "daemon/signer/signatory.hpp"

#include "daemon/process/logging.hpp"

namespace antin::signer {

using local::SignerRefusal;

namespace {

// C2SP notes know no others.
bool signs_checkpoints(const hsm::Key& key) {
  return key.algorithm == crypto::KeyAlgorithm::ed25519 || key.algorithm == crypto::KeyAlgorithm::ecdsa_p256;
}

base::Result<void, SignerRefusal> refuse_checkpoint(const char* why) {
  process::log_warning(std::string("a checkpoint was refused: ") + why);
  return SignerRefusal::checkpoint;
}

}  // namespace

local::FromSigner Signatory::answer(const local::ToSigner& message) {
  return std::visit(
      [this](const auto& asked) -> local::FromSigner {
        if (m_keys.find(asked.key) == nullptr)
          return local::Refused{asked.operation, SignerRefusal::no_such_key, m_keys.used()};
        auto signature = serve(understand(asked));
        if (!signature) return local::Refused{asked.operation, signature.error(), m_keys.used()};
        return local::Signed{asked.operation, std::move(signature).value(), m_keys.used()};
      },
      message);
}

base::Result<base::Bytes, SignerRefusal> Signatory::serve(const base::Result<Order, SignerRefusal>& order) {
  if (!order) return order.error();
  const auto* key = m_keys.find(order->key);
  if (key == nullptr) return SignerRefusal::no_such_key;
  if (const auto timely = check_time(*order); !timely) return timely.error();
  if (const auto newer = check_checkpoint(*order, *key); !newer) return newer.error();
  auto signature = m_keys.sign(*key, order->hash, order->octets);
  if (signature) return std::move(signature).value();
  process::log_error(order->key + ": " + signature.error().text);
  return SignerRefusal::hsm;
}

base::Result<void, SignerRefusal> Signatory::check_time(const Order& order) {
  if (!order.gen_time) return {};
  switch (m_guards.time.admit(*order.gen_time, m_clock())) {
    case TimestampGuard::Verdict::admitted: return {};
    case TimestampGuard::Verdict::off_the_clock:
      process::log_warning("a genTime that is off this machine's clock was refused");
      return SignerRefusal::clock;
    case TimestampGuard::Verdict::behind_the_last:
      process::log_warning("a genTime behind the last one was refused");
      return SignerRefusal::clock;
    case TimestampGuard::Verdict::unknown: break;
  }
  return SignerRefusal::clock;
}

base::Result<void, SignerRefusal> Signatory::check_checkpoint(const Order& order, const hsm::Key& key) {
  if (!order.checkpoint) return {};
  if (!signs_checkpoints(key)) return SignerRefusal::wrong_purpose;
  if (!m_guards.checkpoint) return refuse_checkpoint("this signer has no log-origin");
  switch (m_guards.checkpoint->admit(*order.checkpoint)) {
    case CheckpointGuard::Verdict::admitted: return {};
    case CheckpointGuard::Verdict::another_log: return refuse_checkpoint("it is of another log");
    case CheckpointGuard::Verdict::smaller: return refuse_checkpoint("it is smaller than the last");
    case CheckpointGuard::Verdict::another_root: return refuse_checkpoint("the last of its size had another root");
    case CheckpointGuard::Verdict::unknown: break;
  }
  return SignerRefusal::checkpoint;
}

}  // namespace antin::signer
