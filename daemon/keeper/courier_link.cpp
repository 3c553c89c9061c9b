#include "daemon/keeper/courier_link.hpp"

#include "daemon/process/logging.hpp"

namespace antin::keeper {

void CourierLink::adopt(local::Connection connection) {
  m_unsent.clear();
  m_connection.emplace(std::move(connection));
}

std::optional<pollfd> CourierLink::descriptor() const {
  if (!m_connection) return std::nullopt;
  return pollfd{m_connection->number(), static_cast<short>(m_unsent.empty() ? POLLIN : POLLIN | POLLOUT), 0};
}

void CourierLink::send(const std::vector<local::Fetch>& fetches) {
  for (const auto& fetch : fetches) m_unsent.push_back(local::encode(fetch));
  flush();
}

std::vector<local::Fetched> CourierLink::receive() {
  std::vector<local::Fetched> all;
  base::Bytes message;
  while (m_connection) {
    switch (m_connection->receive(message)) {
      case local::Receipt::nothing_yet: flush(); return all;
      case local::Receipt::closed:
      case local::Receipt::unknown: hang_up("the courier is gone"); return all;
      case local::Receipt::message: break;
    }
    auto fetched = local::parse_fetched(message);
    if (fetched)
      all.push_back(*std::move(fetched));
    else
      hang_up("the courier sent what is no message of ours; it is disconnected");
  }
  return all;
}

void CourierLink::flush() {
  while (m_connection && !m_unsent.empty() && m_connection->send(m_unsent.front())) m_unsent.pop_front();
}

void CourierLink::hang_up(const char* why) {
  process::log_warning(why);
  m_connection.reset();
  m_unsent.clear();
}

}  // namespace antin::keeper
