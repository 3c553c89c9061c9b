// A school's end of the wire, made of libzmq alone.
#pragma once

#include <cstring>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>
#include <zmq.hpp>

#include "client/protocol/codec.hpp"
#include "tests/unit/daemon/gate/fake_keeper.hpp"
#include "tests/unit/daemon/gate/keys.hpp"

namespace antin::gate {

inline base::Bytes request_of(std::uint8_t id, std::size_t size = 0) {
  protocol::Request request;
  request.id.fill(id);
  request.body = protocol::About{};
  auto bytes = protocol::encode(request);
  if (bytes.size() < size) bytes.resize(size, 0xff);  // no well-formed request any more, but its id can still be seen
  return bytes;
}

// What zmq.h shows to draft builds only.
constexpr int handshake_succeeded = 0x1000;
constexpr int handshake_failed_auth = 0x4000;
constexpr int disconnected = ZMQ_EVENT_DISCONNECTED;

struct ConnectionNews {
  std::uint16_t event = 0;
  std::uint32_t value = 0;
};

class Client {
 public:
  explicit Client(std::string gate_key) : m_gate_key(std::move(gate_key)) { m_socket.set(zmq::sockopt::linger, 0); }

  Client& with_curve(const TestKeys& keys) {
    m_socket.set(zmq::sockopt::curve_serverkey, m_gate_key);
    m_socket.set(zmq::sockopt::curve_publickey, keys.public_z85);
    m_socket.set(zmq::sockopt::curve_secretkey, keys.secret_z85);
    return *this;
  }
  Client& with_route(const std::string& route) {
    m_socket.set(zmq::sockopt::routing_id, route);
    return *this;
  }
  Client& reading_little() {
    m_socket.set(zmq::sockopt::rcvhwm, 1);
    m_socket.set(zmq::sockopt::rcvbuf, 4096);
    return *this;
  }
  Client& connect(const std::string& endpoint) {
    ::zmq_socket_monitor(m_socket.handle(), "inproc://events", ZMQ_EVENT_ALL);
    m_events.connect("inproc://events");
    m_socket.connect(endpoint);
    return *this;
  }

  void send(const std::vector<base::Bytes>& frames) {
    for (std::size_t i = 0; i < frames.size(); ++i) {
      const auto flags = i + 1 < frames.size() ? zmq::send_flags::sndmore : zmq::send_flags::none;
      m_socket.send(zmq::message_t(frames[i].data(), frames[i].size()), flags);
    }
  }
  void ask(const base::Bytes& request) { send({base::copy(base::view(protocol::version_frame)), request}); }

  // Nullopt: nothing came in time.
  std::optional<base::Bytes> next_octets(std::chrono::milliseconds most = patience) {
    m_socket.set(zmq::sockopt::rcvtimeo, static_cast<int>(most.count()));
    zmq::message_t version;
    zmq::message_t response;
    if (!m_socket.recv(version)) return std::nullopt;
    if (version.to_string_view() != protocol::version_frame || !version.more()) throw std::runtime_error("not antin/1");
    if (!m_socket.recv(response) || response.more()) throw std::runtime_error("not two frames");
    return base::copy({response.data<std::uint8_t>(), response.size()});
  }
  protocol::Response next() {
    const auto octets = next_octets();
    if (!octets) throw std::runtime_error("no response came");
    auto response = protocol::parse_response(*octets);
    if (!response) throw std::runtime_error(response.error().text);
    return std::move(response).value();
  }
  // The error in the next response; its id must be `id`.
  protocol::WireError next_error(std::uint8_t id) {
    const auto response = next();
    protocol::RequestId expected;
    expected.fill(id);
    if (response.id != expected) throw std::runtime_error("a response to another request");
    return std::get<protocol::WireError>(response.outcome);
  }

  // Waits for one of these events of the connection, and passes the others over.
  ConnectionNews next_of(int wanted) {
    m_events.set(zmq::sockopt::rcvtimeo, static_cast<int>(patience.count()));
    zmq::message_t event;
    zmq::message_t address;
    while (m_events.recv(event) && m_events.recv(address)) {
      ConnectionNews news;
      std::memcpy(&news.event, event.data(), sizeof news.event);
      std::memcpy(&news.value, event.data<std::uint8_t>() + sizeof news.event, sizeof news.value);
      if ((news.event & wanted) != 0) return news;
    }
    throw std::runtime_error("no such event came");
  }

 private:
  std::string m_gate_key;
  zmq::context_t m_context;  // of its own, as a process of its own would have
  zmq::socket_t m_socket{m_context, zmq::socket_type::dealer};
  zmq::socket_t m_events{m_context, zmq::socket_type::pair};
};

}  // namespace antin::gate
