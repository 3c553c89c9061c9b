// Link: one DEALER socket over CURVE to the appliance, and the monitor that says why a handshake failed.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "client/lib/keys.hpp"
#include "client/lib/zeromq.hpp"

namespace antin::client {

struct LinkSettings {
  std::string endpoint;  // tcp://host:port
  CurvePublicKey server_key{};
  CurveKeys keys;
};

class Link {
 public:
  // `name` must not be in use by another link of the same context.
  static base::Result<Link> open(void* context, const LinkSettings& settings, const std::string& name);

  // False when the queue is full: try again later.
  bool send(base::ByteView frame);

  // The next message's payload if one is there; what is not two frames with our version is dropped.
  std::optional<base::Bytes> receive();

  // Returns when there may be something to receive, when the handshake had an outcome, or after `patience`.
  void wait(std::chrono::milliseconds patience);

  [[nodiscard]] bool was_connected() const { return m_connected; }  // a handshake succeeded
  [[nodiscard]] bool was_refused() const { return m_refused; }      // our key is not known there

 private:
  Link() = default;
  void read_monitor();

  ZmqSocket m_socket;
  ZmqSocket m_monitor;  // declared after the socket that it watches, so closed before it
  bool m_connected = false;
  bool m_refused = false;
};

}  // namespace antin::client
