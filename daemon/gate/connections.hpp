// How many connections are established, from libzmq's monitor events. Those that are younger than the handshake's time
// do not count: a peer without a key can hold a place no longer than that, so it cannot use up the places of systems.
#pragma once

#include <chrono>
#include <map>

namespace antin::gate {

class Connections {
 public:
  using Clock = std::chrono::steady_clock;

  explicit Connections(std::chrono::milliseconds handshake) : m_handshake(handshake) {}

  void opened(int descriptor, Clock::time_point now) { m_opened[descriptor] = now; }
  void closed(int descriptor) { m_opened.erase(descriptor); }
  [[nodiscard]] std::size_t established(Clock::time_point now) const;

 private:
  std::chrono::milliseconds m_handshake;
  std::map<int, Clock::time_point> m_opened;  // descriptors are reused, so this holds no more than there can be
};

}  // namespace antin::gate
