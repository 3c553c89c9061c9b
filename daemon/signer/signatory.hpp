// One message in, one answer out: key → purpose → structure → clock → signature. All that a signer refuses is refused
// here.
#pragma once

#include <functional>

#include "daemon/local/signer_messages.hpp"
#include "daemon/signer/key_store.hpp"
#include "daemon/signer/order.hpp"
#include "daemon/signer/timestamp_guard.hpp"

namespace antin::signer {

class Signatory {
 public:
  using Clock = std::function<base::Instant()>;

  Signatory(KeyStore& keys, TimestampGuard& guard, Clock clock)
      : m_keys(keys), m_guard(guard), m_clock(std::move(clock)) {}

  // Throws when the guard cannot be kept.
  local::FromSigner answer(const local::ToSigner& message);

 private:
  base::Result<base::Bytes, local::SignerRefusal> serve(const base::Result<Order, local::SignerRefusal>& order);
  base::Result<void, local::SignerRefusal> check_time(const Order& order);

  KeyStore& m_keys;
  TimestampGuard& m_guard;
  Clock m_clock;
};

}  // namespace antin::signer
