#include "daemon/signer/signatory.hpp"

#include "daemon/process/logging.hpp"

namespace antin::signer {

using local::SignerRefusal;

local::FromSigner Signatory::answer(const local::ToSigner& message) {
  return std::visit(
      [this](const auto& asked) -> local::FromSigner {
        if (m_keys.find(asked.key) == nullptr) return local::Refused{asked.operation, SignerRefusal::no_such_key};
        auto signature = serve(understand(asked));
        if (!signature) return local::Refused{asked.operation, signature.error()};
        return local::Signed{asked.operation, std::move(signature).value()};
      },
      message);
}

base::Result<base::Bytes, SignerRefusal> Signatory::serve(const base::Result<Order, SignerRefusal>& order) {
  if (!order) return order.error();
  if (const auto timely = check_time(*order); !timely) return timely.error();
  const auto* key = m_keys.find(order->key);
  if (key == nullptr) return SignerRefusal::no_such_key;
  auto signature = m_keys.sign(*key, order->hash, order->octets);
  if (signature) return std::move(signature).value();
  process::log_error(order->key + ": " + signature.error().text);
  return SignerRefusal::hsm;
}

base::Result<void, SignerRefusal> Signatory::check_time(const Order& order) {
  if (!order.gen_time) return {};
  switch (m_guard.admit(*order.gen_time, m_clock())) {
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

}  // namespace antin::signer
