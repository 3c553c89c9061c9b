// One message in, one answer out: key → purpose → structure → guard → signature. All that a signer refuses is refused
// here.
#pragma once

#include <functional>

#include "daemon/local/signer_messages.hpp"
#include "daemon/signer/guards.hpp"
#include "daemon/signer/key_store.hpp"
#include "daemon/signer/order.hpp"

namespace antin::signer {

class Signatory {
 public:
  using Clock = std::function<base::Instant()>;

  Signatory(KeyStore& keys, Guards& guards, Clock clock) : m_keys(keys), m_guards(guards), m_clock(std::move(clock)) {}

  // Throws when a guard cannot be kept.
  local::FromSigner answer(const local::ToSigner& message);

 private:
  base::Result<base::Bytes, local::SignerRefusal> serve(const base::Result<Order, local::SignerRefusal>& order);
  base::Result<void, local::SignerRefusal> check_time(const Order& order);
  base::Result<void, local::SignerRefusal> check_checkpoint(const Order& order, const hsm::Key& key);

  KeyStore& m_keys;
  Guards& m_guards;
  Clock m_clock;
};

}  // namespace antin::signer
