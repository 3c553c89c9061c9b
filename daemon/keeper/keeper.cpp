#include "daemon/keeper/keeper.hpp"

#include <algorithm>

#include "daemon/process/exit_codes.hpp"
#include "daemon/process/logging.hpp"

namespace antin::keeper {
namespace {

constexpr auto tick_interval = std::chrono::seconds(1);
constexpr auto last_anchor = std::chrono::seconds(3);  // an authority outside must not keep us from ending
constexpr auto farewell = std::chrono::seconds(2);
constexpr int wait_ms = 100;                  // also how exactly deadlines are kept
constexpr std::size_t requests_a_batch = 64;  // verification of one batch delays the answers of the last
constexpr std::size_t unsent_limit = 4096;    // answers for a gate that does not read; its clients ask again
constexpr std::size_t systems_a_page = 256;

}  // namespace

Keeper::Keeper(Sockets sockets, Flow& flow, SignerPool& pool, Witnesses& witnesses, Anchors& anchors,
               const InForce& in_force, Administration& administration)
    : m_sockets(std::move(sockets)),
      m_flow(flow),
      m_pool(pool),
      m_witnesses(witnesses),
      m_anchors(anchors),
      m_in_force(in_force),
      m_policy(in_force.policy().digest),
      m_stops(flow.stops()),
      m_control(std::move(m_sockets.controls), administration) {}

int Keeper::run(const Flow::Beginning& beginning) {
  try {
    m_flow.start(beginning);
    send(m_flow.finish_batch());
    process::notify_ready("serving");
    loop();
    finish();
    return 0;
  } catch (const AnotherFuture& found) {
    // Nothing that mends itself: not to be started again before a person has looked.
    process::log_error(found.text);
    return process::exit_configuration;
  } catch (const LogFailure& failure) {
    // What is published and what the ledger holds do not agree, or nobody knows what is durable: a person must look.
    process::log_error("the log's files: " + failure.text);
    return process::exit_temporary;
  } catch (const LedgerFailure& failure) {
    process::log_error("the ledger failed: " + failure.error.text);
    // After a failed commit nobody knows what is durable, so nothing may be said; before it, retrying is safe to
    // advise.
    const bool is_damage = failure.error.fault == LedgerFault::damage;
    if (failure.error.fault == LedgerFault::write || is_damage) send(m_flow.refuse_all_waiting());
    // Damage does not pass: started again, antind would go on until somebody asks for that part once more.
    return is_damage ? process::exit_configuration : process::exit_temporary;
  }
}

void Keeper::loop() {
  m_next_tick = std::chrono::steady_clock::now();
  while (!m_stopping) {
    wait();
    take_outcomes();
    const auto now = std::chrono::steady_clock::now();
    m_pool.tick(now);
    take_outcomes();
    if (m_pool.take_arrival()) m_flow.signer_arrived();
    if (now >= m_next_tick) {
      m_flow.tick();
      m_next_tick = now + tick_interval;
      process::notify_alive();
    }
    follow_policy();
    send(m_flow.finish_batch());
    ask_outside(now);
    m_control.turn({m_pool.signers(), m_courier.is_there()}, now);
  }
}

// The log gets an anchor, then the last entries get their checkpoint, if those who make them are still there.
void Keeper::finish() {
  m_flow.want_last_anchor();
  go_on_until([&] { return !m_anchors.wants_last(); }, last_anchor);
  m_anchors.give_up();
  m_flow.stop();
  go_on_until([&] { return m_flow.is_logged(); }, farewell);
}

void Keeper::go_on_until(const std::function<bool()>& is_so, SignerPool::Moment::duration most) {
  const auto until = std::chrono::steady_clock::now() + most;
  send(m_flow.finish_batch());
  while (!is_so() && m_pool.signers() > 0 && std::chrono::steady_clock::now() < until) {
    wait();
    const auto now = std::chrono::steady_clock::now();
    m_pool.tick(now);
    take_outcomes();
    m_flow.anchor();
    send(m_flow.finish_batch());
    ask_outside(now);
  }
}

std::vector<pollfd> Keeper::descriptors() const {
  std::vector<pollfd> all{{m_sockets.signals.number(), POLLIN, 0},
                          {m_sockets.gates.number(), POLLIN, 0},
                          {m_sockets.signers.number(), POLLIN, 0},
                          {m_sockets.couriers.number(), POLLIN, 0}};
  m_control.add_descriptors(all);
  if (const auto courier = m_courier.descriptor()) all.push_back(*courier);
  for (const auto& gate : m_gates) {
    const short events = gate.unsent.empty() ? POLLIN : POLLIN | POLLOUT;
    all.push_back({gate.connection.number(), events, 0});
  }
  const auto signers = m_pool.descriptors();
  all.insert(all.end(), signers.begin(), signers.end());
  return all;
}

void Keeper::wait() {
  auto watched = descriptors();
  if (::poll(watched.data(), watched.size(), m_control.is_working() ? 0 : wait_ms) <= 0) return;
  std::erase_if(watched, [](const pollfd& one) { return one.revents == 0; });
  take(watched);
  take_fetched();
  accept_all();
}

void Keeper::take(const std::vector<pollfd>& ready) {
  if (m_sockets.signals.take() == process::Signals::Asked::stop) m_stopping = true;
  for (const auto& one : ready) {
    const auto gate = std::find_if(m_gates.begin(), m_gates.end(),
                                   [&](const Gate& known) { return known.connection.number() == one.fd; });
    if (gate == m_gates.end()) {
      m_pool.readable(one.fd);
    } else if (flush(*gate); !drain(*gate)) {
      process::log_warning("a gate is gone");
      m_flow.gate_gone();
      m_gates.erase(gate);
    }
  }
}

void Keeper::accept_all() {
  while (auto connection = m_sockets.gates.accept()) {
    m_gates.emplace_back(std::move(*connection));
    greet(m_gates.back());
    flush(m_gates.back());
  }
  while (auto connection = m_sockets.signers.accept()) m_pool.adopt(std::move(*connection));
  while (auto connection = m_sockets.couriers.accept()) {
    m_courier.adopt(std::move(*connection));
    courier_gone();  // the one before
  }
}

bool Keeper::drain(Gate& gate) {
  base::Bytes message;
  for (std::size_t taken = 0; taken < requests_a_batch; ++taken) {
    switch (gate.connection.receive(message)) {
      case local::Receipt::nothing_yet: return true;
      case local::Receipt::closed:
      case local::Receipt::unknown: return false;
      case local::Receipt::message: break;
    }
    const auto heard = local::parse_from_gate(message);
    if (!heard) {
      process::log_error("a gate sent what is no message of ours; it is disconnected");
      return false;
    }
    std::visit([&](const auto& said) { m_flow.receive(said); }, *heard);
  }
  return true;
}

void Keeper::take_outcomes() {
  for (const auto& outcome : m_pool.take_outcomes()) m_flow.receive(outcome);
  for (const auto& use : m_pool.take_unexplained()) m_flow.receive(use);
}

void Keeper::take_fetched() {
  if (!m_courier.is_there()) return;
  const auto now = std::chrono::steady_clock::now();
  for (const auto& brought : m_courier.receive()) take(brought, now);
  if (!m_courier.is_there()) courier_gone();
}

void Keeper::take(const Brought& brought, SignerPool::Moment now) {
  switch (brought.purpose) {
    case FetchPurpose::witnessing:
      if (const auto cosignature = m_witnesses.take(brought.fetched, now)) m_flow.receive(*cosignature);
      return;
    case FetchPurpose::anchoring:
      if (const auto anchored = m_anchors.take(brought.fetched)) m_flow.receive(*anchored);
      return;
    case FetchPurpose::unknown: break;
  }
}

void Keeper::ask_outside(SignerPool::Moment now) {
  if (!m_courier.is_there()) return m_anchors.no_courier();
  m_courier.send(FetchPurpose::witnessing, m_witnesses.next(now));
  if (m_witnesses.may_continue()) m_courier.send(FetchPurpose::anchoring, m_anchors.next());
}

void Keeper::courier_gone() {
  m_witnesses.courier_gone();
  m_anchors.courier_gone();
}

// An answer goes to every gate that is connected: its route is the gate's own, and a gate drops what is not its
// client's.
void Keeper::send(const std::vector<local::Answer>& answers) {
  for (const auto& answer : answers) {
    const auto message = local::encode(local::ToGate{answer});
    for (auto& gate : m_gates)
      if (gate.unsent.size() < unsent_limit) gate.unsent.push_back(message);
  }
  for (auto& gate : m_gates) flush(gate);
}

// Another bundle has come into force in this batch, or officers have suspended a system or let it go on. Gates hear of
// it once that is durable, with the batch's answers.
void Keeper::follow_policy() {
  const bool other_bundle = std::exchange(m_policy, m_in_force.policy().digest) != m_in_force.policy().digest;
  const bool other_stops = std::exchange(m_stops, m_flow.stops()) != m_flow.stops();
  if (other_bundle) m_pool.policy_changed();
  if (!other_bundle && !other_stops) return;
  for (auto& gate : m_gates) greet(gate);
}

void Keeper::greet(Gate& gate) const {
  const auto all = m_in_force.systems().all();
  for (std::size_t at = 0; at == 0 || at < all.size(); at += systems_a_page) {
    const auto end = std::min(all.size(), at + systems_a_page);
    local::Systems page{at == 0, end == all.size(), {}};
    for (auto i = at; i < end; ++i) {
      const bool suspended = m_flow.stops().find(base::Stoppable::system, all[i]->name).has_value();
      page.systems.push_back({all[i]->curve, all[i]->name, suspended});
    }
    gate.unsent.push_back(local::encode(local::ToGate{std::move(page)}));
  }
}

void Keeper::flush(Gate& gate) {
  while (!gate.unsent.empty() && gate.connection.send(gate.unsent.front())) gate.unsent.pop_front();
}

}  // namespace antin::keeper
