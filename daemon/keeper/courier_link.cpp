#include "daemon/keeper/courier_link.hpp"

#include "daemon/process/logging.hpp"

namespace antin::keeper {

void CourierLink::adopt(local::Connection connection) {
  m_unsent.clear();
  m_asked.clear();
  m_connection.emplace(std::move(connection));
}

std::optional<pollfd> CourierLink::descriptor() const {
  if (!m_connection) return std::nullopt;
  return pollfd{m_connection->number(), static_cast<short>(m_unsent.empty() ? POLLIN : POLLIN | POLLOUT), 0};
}

void CourierLink::send(FetchPurpose purpose, std::vector<local::Fetch> fetches) {
  for (auto& fetch : fetches) {
    m_asked.emplace(++m_last, Asked{purpose, fetch.operation});
    fetch.operation = m_last;
    m_unsent.push_back(local::encode(fetch));
  }
  flush();
}

std::vector<Brought> CourierLink::receive() {
  std::vector<Brought> all;
  base::Bytes message;
  while (m_connection) {
    switch (m_connection->receive(message)) {
      case local::Receipt::nothing_yet: flush(); return all;
      case local::Receipt::closed:
      case local::Receipt::unknown: hang_up("the courier is gone"); return all;
      case local::Receipt::message: break;
    }
    auto fetched = local::parse_fetched(message);
    const auto asked = fetched ? m_asked.extract(fetched->operation) : decltype(m_asked)::node_type();
    if (asked.empty()) {
      hang_up("the courier sent what is no answer to us; it is disconnected");
    } else {
      fetched->operation = asked.mapped().operation;
      all.push_back({asked.mapped().purpose, *std::move(fetched)});
    }
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
  m_asked.clear();
}

}  // namespace antin::keeper
