#include "daemon/keeper/control_link.hpp"

#include <algorithm>

#include "daemon/process/logging.hpp"

namespace antin::keeper {
namespace {

constexpr std::size_t most_clients = 8;
constexpr auto progress_interval = std::chrono::milliseconds(200);

}  // namespace

void ControlLink::add_descriptors(std::vector<pollfd>& all) const {
  all.push_back({m_listener.number(), POLLIN, 0});
  for (const auto& client : m_clients) all.push_back({client.connection.number(), POLLIN, 0});
}

void ControlLink::turn(const Connected& connected, Errand::Moment now) {
  while (m_clients.size() < most_clients) {
    auto connection = m_listener.accept();
    if (!connection) break;
    m_clients.emplace_back(std::move(*connection));
  }
  for (auto client = m_clients.begin(); client != m_clients.end();) {
    if (hear(*client, connected)) {
      ++client;
      continue;
    }
    if (client->waits) m_administration.nobody_waits();
    client = m_clients.erase(client);
  }
  take_turn(now);
}

bool ControlLink::hear(Client& client, const Connected& connected) {
  if (client.unsent && client.connection.send(*client.unsent)) client.unsent.reset();
  base::Bytes message;
  switch (client.connection.receive(message)) {
    case local::Receipt::nothing_yet: return true;
    case local::Receipt::closed:
    case local::Receipt::unknown: return false;
    case local::Receipt::message: break;
  }
  const auto asked = local::parse_from_control(message);
  // One thing at a time: who does not wait for its end does not speak our language.
  if (!asked || client.waits) {
    process::log_warning("the control socket: what was sent is no request of ours; it is disconnected");
    return false;
  }
  if (const auto answer = m_administration.ask(*asked, connected))
    say(client, *answer);
  else
    client.waits = true;
  return true;
}

void ControlLink::take_turn(Errand::Moment now) {
  const auto said = m_administration.turn(now);
  if (!said) return;
  if (std::holds_alternative<local::Progress>(*said)) {
    if (now < m_next_progress) return;
    m_next_progress = now + progress_interval;
  }
  const auto waiting = std::find_if(m_clients.begin(), m_clients.end(), [](const Client& one) { return one.waits; });
  if (waiting == m_clients.end()) return;
  say(*waiting, *said);
  if (!m_administration.is_busy()) waiting->waits = false;
}

// Progress that does not fit into the client's buffer is not missed; an answer waits for its room.
void ControlLink::say(Client& client, const local::ToControl& message) {
  auto octets = local::encode(message);
  if (!client.connection.send(octets) && !std::holds_alternative<local::Progress>(message))
    client.unsent = std::move(octets);
}

}  // namespace antin::keeper
