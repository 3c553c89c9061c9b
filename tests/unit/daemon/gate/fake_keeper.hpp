// Stands where antind stands: listens on the local socket, tells the gate who may call, and answers as a test says.
#pragma once

#include <poll.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "daemon/local/gate_messages.hpp"
#include "daemon/local/socket.hpp"

namespace antin::gate {

constexpr std::chrono::milliseconds patience{20'000};  // a test that fails may take this long; one that passes does not

class FakeKeeper {
 public:
  explicit FakeKeeper(std::filesystem::path path) : m_path(std::move(path)) { come_back(); }

  void wait_for_gate() {
    m_connection.reset();
    while (!m_connection) {
      wait_on(m_listener->number());
      m_connection = m_listener->accept();
    }
  }
  void go_away() {
    m_listener.reset();
    m_connection.reset();
  }
  void come_back() {
    auto listener = local::Listener::bind(m_path, ::getuid());
    if (!listener) throw std::runtime_error(listener.error().text);
    m_listener.emplace(std::move(listener).value());
  }

  void register_only(const std::vector<local::CurveKey>& keys) {
    local::Systems list{true, true, {}};
    for (const auto& key : keys) list.systems.push_back({key, "a system"});
    tell(list);
  }
  void tell(const local::ToGate& message) { say(local::encode(message)); }
  void say(const base::Bytes& bytes) {
    while (!m_connection->send(bytes)) wait_on(m_connection->number(), POLLOUT);
  }

  local::FromGate next() {
    base::Bytes bytes;
    for (;;) {
      switch (m_connection->receive(bytes)) {
        case local::Receipt::message: {
          auto message = local::parse_from_gate(bytes);
          if (!message) throw std::runtime_error("the gate said what is no message");
          return std::move(*message);
        }
        case local::Receipt::nothing_yet: wait_on(m_connection->number()); break;
        case local::Receipt::closed:
        case local::Receipt::unknown: throw std::runtime_error("the gate hung up");
      }
    }
  }
  // True when the gate ends the connection; what it says before that is passed over.
  bool is_left() {
    base::Bytes bytes;
    for (;;) {
      const auto receipt = m_connection->receive(bytes);
      if (receipt == local::Receipt::closed) return true;
      if (receipt == local::Receipt::nothing_yet) wait_on(m_connection->number());
    }
  }

  local::Forward next_forward() {
    for (;;) {
      auto message = next();
      if (auto* const counts = std::get_if<local::GateCounts>(&message)) add(*counts);
      if (auto* const forward = std::get_if<local::Forward>(&message)) return std::move(*forward);
    }
  }
  // One message: true for a request.
  bool next_is_request() {
    const auto message = next();
    if (const auto* const counts = std::get_if<local::GateCounts>(&message)) add(*counts);
    return std::holds_alternative<local::Forward>(message);
  }
  [[nodiscard]] const local::GateCounts& counts() const { return m_counts; }
  // Waits until the counts so far satisfy `enough`.
  template <class Enough>
  local::GateCounts counts_until(Enough enough) {
    while (!enough(m_counts)) {
      if (const auto message = next(); const auto* const counts = std::get_if<local::GateCounts>(&message))
        add(*counts);
    }
    return m_counts;
  }
  void answer(const local::Forward& forward, const base::Bytes& response) {
    tell(local::Answer{forward.caller, forward.route, response});
  }

 private:
  static void wait_on(int descriptor, short what = POLLIN) {
    pollfd item{descriptor, what, 0};
    if (::poll(&item, 1, static_cast<int>(patience.count())) != 1) throw std::runtime_error("waited in vain");
  }
  void add(const local::GateCounts& counts) {
    m_counts.unknown_system += counts.unknown_system;
    m_counts.too_large += counts.too_large;
    m_counts.malformed += counts.malformed;
    m_counts.rate_limited += counts.rate_limited;
    m_counts.overloaded += counts.overloaded;
  }

  std::filesystem::path m_path;
  std::optional<local::Listener> m_listener;
  std::optional<local::Connection> m_connection;
  local::GateCounts m_counts;
};

}  // namespace antin::gate
