// The gate's connection to antind: dialled again and again, with a bounded queue for what its socket does not take at
// once.
#pragma once

#include <chrono>
#include <deque>
#include <filesystem>
#include <optional>
#include <vector>

#include "daemon/local/gate_messages.hpp"
#include "daemon/local/socket.hpp"

namespace antin::gate {

class KeeperLink {
 public:
  using Clock = std::chrono::steady_clock;

  KeeperLink(std::filesystem::path path, uid_t keeper) : m_path(std::move(path)), m_keeper(keeper) {}

  // Dials when there is no connection and the pause since the last attempt is over. True when a connection was made.
  bool tend(Clock::time_point now);
  [[nodiscard]] bool connected() const { return m_connection.has_value(); }
  [[nodiscard]] int number() const { return m_connection ? m_connection->number() : -1; }
  [[nodiscard]] bool has_unsent() const { return !m_urgent.empty() || !m_unsent.empty(); }
  [[nodiscard]] const std::string& last_error() const { return m_last_error; }  // of the last attempt to dial

  // False, and nothing happens, when there is no connection or the queue is full. What is urgent has a queue of its
  // own, which goes first.
  bool offer(const local::FromGate& message, bool urgent = false);
  void flush();

  // lost: antind is gone, or said what is no message of ours. Hang up.
  enum class Heard { unknown, message, nothing_yet, lost };
  Heard receive(local::ToGate& into);

  // Ends the connection. Gives back what had not been sent, so that its callers need not wait in vain.
  std::vector<local::Forward> hang_up(Clock::time_point now);

 private:
  std::filesystem::path m_path;
  uid_t m_keeper;
  std::optional<local::Connection> m_connection;
  std::deque<base::Bytes> m_urgent, m_unsent;
  std::string m_last_error;
  void put_off(Clock::time_point now);

  Clock::time_point m_next_attempt{};
  std::chrono::milliseconds m_pause{0};
};

}  // namespace antin::gate
