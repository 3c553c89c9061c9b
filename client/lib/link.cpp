#include "client/lib/link.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>

#include "client/protocol/codec.hpp"

namespace antin::client {
namespace {

// ZMTP's status code of a ZAP refusal, as the monitor reports it.
constexpr std::uint32_t zap_refused = 400;
constexpr std::uint16_t handshake_succeeded = 0x1000;
constexpr std::uint16_t handshake_failed_auth = 0x4000;
constexpr std::int64_t message_limit = 64 * 1024;  // one frame is at most 60 KiB
constexpr int queue_length = 1024;                 // messages each way

base::Error zmq_failed(const std::string& what) { return {what + ": " + zmq_strerror(errno)}; }

template <class Value>
bool set(void* socket, int option, const Value& value) {
  return zmq_setsockopt(socket, option, &value, sizeof value) == 0;
}

bool set_octets(void* socket, int option, base::ByteView octets) {
  return zmq_setsockopt(socket, option, octets.data(), octets.size()) == 0;
}

bool configure(void* socket, const LinkSettings& settings) {
  return set(socket, ZMQ_LINGER, 0) && set(socket, ZMQ_MAXMSGSIZE, message_limit) &&
         set(socket, ZMQ_SNDHWM, queue_length) && set(socket, ZMQ_RCVHWM, queue_length) &&
         set(socket, ZMQ_HEARTBEAT_IVL, 5000) && set(socket, ZMQ_HEARTBEAT_TIMEOUT, 15000) &&
         set(socket, ZMQ_RECONNECT_IVL, 100) && set(socket, ZMQ_RECONNECT_IVL_MAX, 5000) &&
         set_octets(socket, ZMQ_CURVE_SERVERKEY, settings.server_key) &&
         set_octets(socket, ZMQ_CURVE_PUBLICKEY, settings.keys.public_key) &&
         set_octets(socket, ZMQ_CURVE_SECRETKEY, settings.keys.secret_key.expose_secret());
}

// One part of a message; nothing when none is there.
std::optional<base::Bytes> receive_part(void* socket, bool& more) {
  zmq_msg_t part;
  zmq_msg_init(&part);
  std::optional<base::Bytes> octets;
  if (zmq_msg_recv(&part, socket, ZMQ_DONTWAIT) >= 0) {
    const auto* first = static_cast<const std::uint8_t*>(zmq_msg_data(&part));
    octets.emplace(first, first + zmq_msg_size(&part));
    more = zmq_msg_more(&part) != 0;
  }
  zmq_msg_close(&part);
  return octets;
}

// A whole message of at most `limit` parts; longer ones are read to their end and come back empty.
std::optional<std::vector<base::Bytes>> receive_message(void* socket, std::size_t limit) {
  std::vector<base::Bytes> parts;
  bool more = true;
  bool too_long = false;
  while (more) {
    auto part = receive_part(socket, more);
    if (!part) return std::nullopt;
    if (parts.size() == limit) too_long = true;
    if (!too_long) parts.push_back(std::move(*part));
  }
  if (too_long) parts.clear();
  return parts;
}

}  // namespace

base::Result<Link> Link::open(void* context, const LinkSettings& settings, const std::string& name) {
  Link link;
  link.m_socket.reset(zmq_socket(context, ZMQ_DEALER));
  if (!link.m_socket) return zmq_failed("cannot make a socket");
  if (!configure(link.m_socket.get(), settings)) return zmq_failed("cannot set up a socket");
  const auto address = "inproc://" + name;
  const int events = handshake_succeeded | handshake_failed_auth;
  if (zmq_socket_monitor(link.m_socket.get(), address.c_str(), events) != 0) return zmq_failed("cannot watch a socket");
  link.m_monitor.reset(zmq_socket(context, ZMQ_PAIR));
  if (!link.m_monitor || !set(link.m_monitor.get(), ZMQ_LINGER, 0) ||
      zmq_connect(link.m_monitor.get(), address.c_str()) != 0) {
    return zmq_failed("cannot watch a socket");
  }
  if (zmq_connect(link.m_socket.get(), settings.endpoint.c_str()) != 0) {
    return zmq_failed("cannot connect to " + settings.endpoint);
  }
  return link;
}

bool Link::send(base::ByteView frame) {
  const auto version = protocol::version_frame;
  if (zmq_send(m_socket.get(), version.data(), version.size(), ZMQ_SNDMORE | ZMQ_DONTWAIT) < 0) {
    if (errno == EAGAIN) return false;
    throw std::runtime_error(zmq_failed("cannot send").text);
  }
  // The queue has room for the whole message once it took its first part.
  if (zmq_send(m_socket.get(), frame.data(), frame.size(), ZMQ_DONTWAIT) < 0) {
    throw std::runtime_error(zmq_failed("cannot send").text);
  }
  return true;
}

std::optional<base::Bytes> Link::receive() {
  for (;;) {
    auto parts = receive_message(m_socket.get(), 2);
    if (!parts) return std::nullopt;
    if (parts->size() == 2 && base::text(parts->front()) == protocol::version_frame) return std::move(parts->back());
  }
}

void Link::wait(std::chrono::milliseconds patience) {
  std::array<zmq_pollitem_t, 2> items{{{m_socket.get(), 0, ZMQ_POLLIN, 0}, {m_monitor.get(), 0, ZMQ_POLLIN, 0}}};
  const auto ready = zmq_poll(items.data(), static_cast<int>(items.size()), static_cast<long>(patience.count()));
  if (ready > 0 && (items[1].revents & ZMQ_POLLIN) != 0) read_monitor();
}

// An event is two frames: number (16 bits) and value (32 bits) in this machine's order, then the endpoint.
void Link::read_monitor() {
  while (const auto parts = receive_message(m_monitor.get(), 2)) {
    if (parts->size() != 2 || parts->front().size() != 6) continue;
    std::uint16_t event = 0;
    std::uint32_t value = 0;
    std::memcpy(&event, parts->front().data(), sizeof event);
    std::memcpy(&value, parts->front().data() + sizeof event, sizeof value);
    if (event == handshake_succeeded) m_connected = true;
    if (event == handshake_failed_auth && value == zap_refused) m_refused = true;
  }
}

}  // namespace antin::client
