// What a batch wants to do outside this process. It leaves only through `release`, after the ledger's commit: that
// nothing leaves before it is durable (invariant 5) is kept here, in one place.
#pragma once

#include <functional>
#include <utility>
#include <vector>

#include "client/protocol/codec.hpp"
#include "daemon/keeper/signers/key_store.hpp"
#include "daemon/local/gate_messages.hpp"

namespace antin::keeper {

// Whom to answer.
struct Waiter {
  local::CurveKey caller{};
  base::Bytes route;
  std::optional<protocol::RequestId> request;
};

class Outbox {
 public:
  void answer(const Waiter& to, base::ByteView result) { answer(to, {to.request, base::copy(result)}); }
  void answer(const Waiter& to, const protocol::WireError& error) { answer(to, {to.request, error}); }
  void order(std::function<void(KeyStore&)> order) { m_orders.push_back(std::move(order)); }

  // For one request that turns out to be a bug of ours: rewind() forgets what came since the last mark().
  void mark() { m_mark = {m_answers.size(), m_orders.size()}; }
  void rewind() {
    m_answers.resize(m_mark.first);
    m_orders.resize(m_mark.second);
  }

  // Sends the orders to the key store and hands the answers over.
  [[nodiscard]] std::vector<local::Answer> release(KeyStore& keys) {
    for (const auto& order : std::exchange(m_orders, {})) order(keys);
    return std::exchange(m_answers, {});
  }

 private:
  void answer(const Waiter& to, const protocol::Response& response) {
    m_answers.push_back({to.caller, to.route, protocol::encode(response)});
  }
  std::vector<local::Answer> m_answers;
  std::vector<std::function<void(KeyStore&)>> m_orders;
  std::pair<std::size_t, std::size_t> m_mark;
};

}  // namespace antin::keeper
