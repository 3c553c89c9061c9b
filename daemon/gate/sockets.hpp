// The gate's ZeroMQ sockets: the ZAP handler, and a door for each key: the ROUTER that clients reach, and the monitor
// that tells of its connections. A ROUTER has one CURVE key, so the next one needs a door of its own. All belong to the
// thread of the gate; libzmq's own thread only moves octets.
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

enum class Door : std::uint8_t { present, next };

struct Incoming {
  Envelope envelope;
  std::optional<local::CurveKey> caller;  // whose connection brought it
  Door door = Door::present;

  // The way back: each door numbers its connections by itself, so the routing id, then the door.
  [[nodiscard]] base::Bytes way() const;
};

enum class Event { unknown, opened, closed, no_handshake, out_of_descriptors };

struct ConnectionEvent {
  Event event = Event::unknown;
  int descriptor = -1;  // of opened and closed
};

class Sockets {
 public:
  // Seeds rand() first: libzmq numbers connections from it, and a client that can guess the next number can stop us.
  // `next`: the keys for settings.next_listen; nullptr: there is one door.
  static base::Result<Sockets> open(const Settings& settings, const CurveKeys& keys, const CurveKeys* next);

  [[nodiscard]] const std::string& endpoint(Door door = Door::present) const {
    return m_doors.at(static_cast<std::size_t>(door)).endpoint;
  }

  std::optional<std::vector<base::Bytes>> next_zap_request();
  void answer_zap(const std::vector<base::Bytes>& reply);

  std::optional<Incoming> next_message();

  // gone: nobody has that routing id; full: the peer does not read. Never waits.
  enum class Delivery { unknown, sent, gone, full };
  Delivery send(const base::Bytes& way, const base::Bytes& response);

  std::optional<ConnectionEvent> next_event();

  // For zmq_poll. Without `newcomers` nobody asks to be let in; they wait, no longer than a handshake may take.
  [[nodiscard]] std::vector<zmq::pollitem_t> poll_items(bool newcomers);

 private:
  Sockets();
  struct Way {
    zmq::socket_t router;
    zmq::socket_t monitor;
    std::string endpoint;
  };
  void bind_zap();
  void open_door(const Settings& settings, const std::string& listen, const CurveKeys& keys);
  static void bind_router(Way& door, const Settings& settings, const std::string& listen, const CurveKeys& keys);
  void watch_connections(Way& door, std::size_t number);
  std::optional<Incoming> next_message(Door door);
  static std::optional<ConnectionEvent> next_event(Way& door);

  zmq::context_t m_context;
  zmq::socket_t m_zap;
  std::vector<Way> m_doors;   // by Door
  bool m_next_first = false;  // which is asked first, in turn, so that a busy one does not keep the other waiting
};

}  // namespace antin::gate
