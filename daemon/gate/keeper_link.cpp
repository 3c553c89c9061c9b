#include "daemon/gate/keeper_link.hpp"

#include <algorithm>
#include <utility>

namespace antin::gate {
namespace {

// Enough to ride out a group commit of antind's; what does not fit is answered with OVERLOADED and comes again.
constexpr std::size_t unsent_at_most = 64;

constexpr std::chrono::milliseconds shortest_pause{100};
constexpr std::chrono::milliseconds longest_pause{5000};

}  // namespace

void KeeperLink::put_off(Clock::time_point now) {
  m_pause = std::clamp(2 * m_pause, shortest_pause, longest_pause);
  m_next_attempt = now + m_pause;
}

bool KeeperLink::tend(Clock::time_point now) {
  if (m_connection || now < m_next_attempt) return false;
  auto dialled = local::dial(m_path, m_keeper);
  if (!dialled) {
    m_last_error = dialled.error().text;
    put_off(now);
    return false;
  }
  m_connection.emplace(std::move(dialled).value());
  return true;
}

bool KeeperLink::offer(const local::FromGate& message, bool urgent) {
  if (!m_connection) return false;
  auto bytes = local::encode(message);
  if (!has_unsent() && m_connection->send(bytes)) return true;
  auto& queue = urgent ? m_urgent : m_unsent;
  if (queue.size() >= unsent_at_most) return false;
  queue.push_back(std::move(bytes));
  return true;
}

void KeeperLink::flush() {
  for (auto* const queue : {&m_urgent, &m_unsent})
    while (m_connection && !queue->empty() && m_connection->send(queue->front())) queue->pop_front();
}

KeeperLink::Heard KeeperLink::receive(local::ToGate& into) {
  if (!m_connection) return Heard::lost;
  base::Bytes bytes;
  switch (m_connection->receive(bytes)) {
    case local::Receipt::nothing_yet: return Heard::nothing_yet;
    case local::Receipt::closed:
    case local::Receipt::unknown: return Heard::lost;
    case local::Receipt::message: break;
  }
  auto message = local::parse_to_gate(bytes);
  if (!message) return Heard::lost;
  into = std::move(*message);
  // Only now is the line known to be good: a keeper that hangs up at once must not be dialled in a tight loop.
  m_pause = {};
  return Heard::message;
}

std::vector<local::Forward> KeeperLink::hang_up(Clock::time_point now) {
  m_connection.reset();
  put_off(now);
  std::vector<local::Forward> unsent;
  for (auto* const queue : {&m_urgent, &m_unsent})
    for (const auto& bytes : std::exchange(*queue, {})) {
      auto message = local::parse_from_gate(bytes);
      if (!message) continue;
      if (auto* const forward = std::get_if<local::Forward>(&*message)) unsent.push_back(std::move(*forward));
    }
  return unsent;
}

}  // namespace antin::gate
