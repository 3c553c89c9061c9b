// What a batch wants to do outside this process. It leaves only through `release`, after the ledger's commit; a result
// that the log vouches for waits further, for a published checkpoint over its entry. That nothing leaves before it is
// durable and logged (invariant 5) is kept here, in one place.
#pragma once

#include <algorithm>
#include <functional>
#include <utility>
#include <vector>

#include "client/protocol/codec.hpp"
#include "daemon/keeper/log/log.hpp"
#include "daemon/keeper/signers/key_store.hpp"
#include "daemon/local/gate_messages.hpp"

namespace antin::keeper {

// Whom to answer.
struct Waiter {
  local::CurveKey caller{};
  base::Bytes route;
  std::optional<protocol::RequestId> request;
};

// How an answer shows that its entry is logged: not at all when it only must not come before that.
enum class Shown { unknown, nothing, proof };

class Outbox {
 public:
  void answer(const Waiter& to, base::ByteView result) { answer(to, {to.request, base::copy(result), {}}); }
  // With the proof of another log that this one succeeds.
  void answer(const Waiter& to, base::ByteView result, const std::string& proof) {
    answer(to, {to.request, base::copy(result), proof});
  }
  void answer(const Waiter& to, const protocol::WireError& error) { answer(to, {to.request, error, {}}); }
  // `newest`: of an answer that tells of other entries too, the last of them.
  void answer_once_logged(const Waiter& to, base::ByteView result, std::uint64_t entry, Shown shown = Shown::proof,
                          std::uint64_t newest = 0) {
    m_unlogged.push_back({to, base::copy(result), entry, shown, std::max(entry, newest), {}});
  }
  // One that tells of entries up to `newest`, with the proof of another log.
  void answer_once_logged(const Waiter& to, base::ByteView result, std::uint64_t newest, const std::string& proof) {
    m_unlogged.push_back({to, base::copy(result), newest, Shown::nothing, newest, proof});
  }
  void order(Operation operation, std::function<void(KeyStore&)> order) {
    m_orders.push_back({operation, std::move(order)});
  }
  // True: it was still here, and goes nowhere.
  [[nodiscard]] bool withdraw(Operation operation);

  // For one request that turns out to be a bug of ours: rewind() forgets what came since the last mark().
  void mark() { m_mark = {m_answers.size(), m_unlogged.size(), m_orders.size()}; }
  void rewind();

  // Nobody signs checkpoints now: who waits for one is told so. What the ledger holds for them a repeat will find.
  void refuse_unlogged(const protocol::WireError& error);

  // The batch has failed: nothing of it leaves. What waits to be logged stays.
  void drop() {
    m_answers.clear();
    m_orders.clear();
  }
  [[nodiscard]] std::vector<local::Answer> take_answers() { return std::exchange(m_answers, {}); }

  // Sends the orders to the key store and hands over the answers that may leave.
  [[nodiscard]] std::vector<local::Answer> release(KeyStore& keys, Log& log);

 private:
  struct Unlogged {
    Waiter to;
    base::Bytes result;
    std::uint64_t entry = 0;
    Shown shown = Shown::unknown;
    std::uint64_t newest = 0;
    std::string proof;  // of another log
  };
  struct Order {
    Operation operation = 0;
    std::function<void(KeyStore&)> give;  // empty: it was withdrawn
  };
  struct Mark {
    std::size_t answers = 0;
    std::size_t unlogged = 0;
    std::size_t orders = 0;
  };
  void answer(const Waiter& to, const protocol::Response& response) {
    m_answers.push_back({to.caller, to.route, protocol::encode(response)});
  }
  std::vector<local::Answer> m_answers;
  std::vector<Unlogged> m_unlogged;
  std::vector<Order> m_orders;
  Mark m_mark;
};

}  // namespace antin::keeper
