// antind's loop: sockets on one side, the flow on the other. Everything that is ready goes into one batch; the batch is
// made durable; then answers and orders leave.
#pragma once

#include <deque>
#include <filesystem>
#include <functional>
#include <list>
#include <string>

#include "daemon/keeper/control_link.hpp"
#include "daemon/keeper/courier_link.hpp"
#include "daemon/keeper/flow/flow.hpp"
#include "daemon/keeper/signers/pool.hpp"
#include "daemon/local/socket.hpp"
#include "daemon/process/life.hpp"

namespace antin::keeper {

class Keeper {
 public:
  struct Sockets {
    local::Listener gates;
    local::Listener signers;
    local::Listener couriers;
    local::Listener controls;
    process::Signals signals;
  };
  // All but the sockets outlive the keeper.
  Keeper(Sockets sockets, Flow& flow, SignerPool& pool, Witnesses& witnesses, Anchors& anchors, const InForce& in_force,
         Administration& administration);

  // Until a signal asks to stop, or the ledger fails. The exit status.
  int run(const Flow::Beginning& beginning);

 private:
  struct Gate {
    explicit Gate(local::Connection made) : connection(std::move(made)) {}
    local::Connection connection;
    std::deque<base::Bytes> unsent;
  };

  void loop();
  // Turns of the loop until it is so, for at most that long, and only while somebody is there to sign.
  void go_on_until(const std::function<bool()>& is_so, SignerPool::Moment::duration most);
  void finish();
  [[nodiscard]] std::vector<pollfd> descriptors() const;
  void wait();
  void accept_all();
  void take(const std::vector<pollfd>& ready);
  bool drain(Gate& gate);  // false: the gate is gone
  void take_outcomes();
  void take_fetched();
  void take(const Brought& brought, SignerPool::Moment now);
  void ask_outside(SignerPool::Moment now);
  void courier_gone();
  void send(const std::vector<local::Answer>& answers);
  void follow_policy();
  void greet(Gate& gate) const;
  static void flush(Gate& gate);

  Sockets m_sockets;
  Flow& m_flow;
  SignerPool& m_pool;
  Witnesses& m_witnesses;
  Anchors& m_anchors;
  const InForce& m_in_force;
  base::Sha256Hash m_policy;  // digest of the bundle that gates and signers were judged by
  policy::Stops m_stops;      // likewise
  std::list<Gate> m_gates;
  CourierLink m_courier;
  ControlLink m_control;
  bool m_stopping = false;
  SignerPool::Moment m_next_tick;
};

}  // namespace antin::keeper
