#include "daemon/gate/connections.hpp"

#include <algorithm>

namespace antin::gate {

std::size_t Connections::established(Clock::time_point now) const {
  return static_cast<std::size_t>(std::count_if(
      m_opened.begin(), m_opened.end(), [&](const auto& connection) { return now - connection.second > m_handshake; }));
}

}  // namespace antin::gate
