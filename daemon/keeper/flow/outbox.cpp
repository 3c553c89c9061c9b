#include "daemon/keeper/flow/outbox.hpp"

namespace antin::keeper {

void Outbox::rewind() {
  m_answers.resize(m_mark.answers);
  m_unlogged.resize(m_mark.unlogged);
  m_orders.resize(m_mark.orders);
}

// Its place stays, for a mark may count it.
bool Outbox::withdraw(Operation operation) {
  for (auto& order : m_orders)
    if (order.operation == operation) return std::exchange(order.give, nullptr) != nullptr;
  return false;
}

void Outbox::refuse_unlogged(const protocol::WireError& error) {
  for (const auto& one : std::exchange(m_unlogged, {})) answer(one.to, error);
}

std::vector<local::Answer> Outbox::release(KeyStore& keys, Log& log) {
  for (const auto& order : std::exchange(m_orders, {}))
    if (order.give) order.give(keys);
  std::map<std::uint64_t, std::string> proofs;  // many may wait for one entry
  for (const auto& one : m_unlogged) {
    if (one.newest >= log.size()) continue;
    protocol::Response response{one.to.request, one.result, one.proof};
    if (one.shown == Shown::proof) {
      auto& proof = proofs[one.entry];
      if (proof.empty()) proof = log.proof_of(one.entry);
      response.proof = proof;
    }
    answer(one.to, response);
  }
  std::erase_if(m_unlogged, [&](const Unlogged& one) { return one.newest < log.size(); });
  return take_answers();
}

}  // namespace antin::keeper
