// The gate's ZeroMQ sockets: the ZAP handler, the ROUTER that clients reach, and the monitor that tells of connections.
// All belong to the thread of the gate; libzmq's own thread only moves octets.
#pragma once

#include <optional>
#include <string>
#include <vector>
#include <zmq.hpp>

#include "core/base/result.hpp"
#include "daemon/gate/curve_keys.hpp"
#include "daemon/gate/envelope.hpp"
#include "daemon/gate/settings.hpp"

namespace antin::gate {

struct Incoming {
  Envelope envelope;
  std::optional<local::CurveKey> caller;  // whose connection brought it
};

enum class Event { unknown, opened, closed, no_handshake, out_of_descriptors };

struct ConnectionEvent {
  Event event = Event::unknown;
  int descriptor = -1;  // of opened and closed
};

class Sockets {
 public:
  // Seeds rand() first: libzmq numbers connections from it, and a client that can guess the next number can stop us.
  static base::Result<Sockets> open(const Settings& settings, const CurveKeys& keys);

  [[nodiscard]] const std::string& endpoint() const { return m_endpoint; }

  std::optional<std::vector<base::Bytes>> next_zap_request();
  void answer_zap(const std::vector<base::Bytes>& reply);

  std::optional<Incoming> next_message();

  // gone: nobody has that routing id; full: the peer does not read. Never waits.
  enum class Delivery { unknown, sent, gone, full };
  Delivery send(const base::Bytes& route, const base::Bytes& response);

  std::optional<ConnectionEvent> next_event();

  // For zmq_poll. Without `newcomers` nobody asks to be let in; they wait, no longer than a handshake may take.
  [[nodiscard]] std::vector<zmq::pollitem_t> poll_items(bool newcomers);

 private:
  Sockets();
  void bind_zap();
  void bind_router(const Settings& settings, const CurveKeys& keys);
  void watch_connections();

  zmq::context_t m_context;
  zmq::socket_t m_zap;
  zmq::socket_t m_router;
  zmq::socket_t m_monitor;
  std::string m_endpoint;
};

}  // namespace antin::gate
