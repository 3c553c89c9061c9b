#include "daemon/gate/sockets.hpp"

#include <sys/random.h>

#include <cstdlib>
#include <cstring>

#include "client/protocol/codec.hpp"
#include "daemon/gate/zap.hpp"

namespace antin::gate {
namespace {

constexpr int io_threads = 1;
constexpr int sockets_at_most = 24;  // ours and libzmq's own; nothing opens more while it runs
constexpr int watched_events =
    ZMQ_EVENT_ACCEPTED | ZMQ_EVENT_DISCONNECTED | ZMQ_EVENT_ACCEPT_FAILED | ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL;

base::ByteView view_of(const zmq::message_t& message) { return {message.data<std::uint8_t>(), message.size()}; }
zmq::message_t message_of(base::ByteView bytes) { return {bytes.data(), bytes.size()}; }

void seed_random() {
  unsigned seed = 0;
  if (::getrandom(&seed, sizeof seed, 0) != static_cast<ssize_t>(sizeof seed)) throw zmq::error_t();
  std::srand(seed);
}

std::optional<local::CurveKey> caller_of(zmq::message_t& frame) {
  // zmq_msg_gets and not cppzmq's gets(), which throws where a connection has no such property.
  const char* const user = ::zmq_msg_gets(frame.handle(), "User-Id");
  return user == nullptr ? std::nullopt : key_of_user_id(user);
}

}  // namespace

Sockets::Sockets() : m_context(io_threads, sockets_at_most) {
  seed_random();
  m_zap = zmq::socket_t(m_context, zmq::socket_type::rep);
}

base::Bytes Incoming::way() const {
  auto way = envelope.route();
  way.push_back(static_cast<std::uint8_t>(door));
  return way;
}

base::Result<Sockets> Sockets::open(const Settings& settings, const CurveKeys& keys, const CurveKeys* next) {
  const auto is_tcp = [](const std::string& endpoint) { return endpoint.starts_with("tcp://"); };
  if (!is_tcp(settings.listen)) return base::Error{"listen: '" + settings.listen + "' is not tcp://…"};
  if (next != nullptr && !is_tcp(settings.next_listen))
    return base::Error{"next-listen: '" + settings.next_listen + "' is not tcp://…"};
  const auto* listen = &settings.listen;
  try {
    Sockets sockets;
    sockets.bind_zap();  // before the doors: without a handler libzmq would let any key in
    sockets.open_door(settings, *listen, keys);
    if (next != nullptr) sockets.open_door(settings, *(listen = &settings.next_listen), *next);
    return sockets;
  } catch (const zmq::error_t& problem) {
    return base::Error{"cannot listen on " + *listen + ": " + problem.what()};
  }
}

void Sockets::open_door(const Settings& settings, const std::string& listen, const CurveKeys& keys) {
  m_doors.push_back(
      {zmq::socket_t(m_context, zmq::socket_type::router), zmq::socket_t(m_context, zmq::socket_type::pair), {}});
  watch_connections(m_doors.back(), m_doors.size());
  bind_router(m_doors.back(), settings, listen, keys);
}

void Sockets::bind_zap() {
  m_zap.set(zmq::sockopt::linger, 0);
  m_zap.bind(std::string(zap_endpoint));
}

void Sockets::watch_connections(Way& door, std::size_t number) {
  const auto endpoint = "inproc://antin-gate-monitor-" + std::to_string(number);
  if (::zmq_socket_monitor(door.router.handle(), endpoint.c_str(), watched_events) != 0) throw zmq::error_t();
  door.monitor.set(zmq::sockopt::linger, 0);
  door.monitor.connect(endpoint);
}

std::optional<std::vector<base::Bytes>> Sockets::next_zap_request() {
  std::vector<base::Bytes> frames;
  zmq::message_t frame;
  do {
    if (!m_zap.recv(frame, zmq::recv_flags::dontwait)) return std::nullopt;
    frames.push_back(base::copy(view_of(frame)));
  } while (frame.more());
  return frames;
}

void Sockets::answer_zap(const std::vector<base::Bytes>& reply) {
  for (std::size_t i = 0; i < reply.size(); ++i) {
    const auto flags = i + 1 < reply.size() ? zmq::send_flags::sndmore : zmq::send_flags::none;
    m_zap.send(message_of(reply[i]), flags | zmq::send_flags::dontwait);
  }
}

std::optional<Incoming> Sockets::next_message() {
  if (m_doors.size() == 1) return next_message(Door::present);
  m_next_first = !m_next_first;
  const auto first = m_next_first ? Door::next : Door::present;
  if (auto incoming = next_message(first)) return incoming;
  return next_message(m_next_first ? Door::present : Door::next);
}

std::optional<Incoming> Sockets::next_message(Door door) {
  auto& router = m_doors.at(static_cast<std::size_t>(door)).router;
  zmq::message_t frame;
  if (!router.recv(frame, zmq::recv_flags::dontwait)) return std::nullopt;
  Incoming incoming{Envelope(view_of(frame)), std::nullopt, door};
  // A message is here with all its frames or not at all, so this never waits. Each frame is let go before the next.
  for (bool first = true; frame.more(); first = false) {
    if (!router.recv(frame, zmq::recv_flags::dontwait)) break;
    // The routing id need not carry the key, the frames of the peer do; should they ever differ, they are nobody's.
    const auto caller = caller_of(frame);
    incoming.caller = first || incoming.caller == caller ? caller : std::nullopt;
    incoming.envelope.add(view_of(frame));
  }
  return incoming;
}

Sockets::Delivery Sockets::send(const base::Bytes& way, const base::Bytes& response) {
  if (way.empty() || way.back() >= m_doors.size()) return Delivery::gone;
  auto& router = m_doors[way.back()].router;
  const auto route = base::ByteView(way).first(way.size() - 1);
  constexpr auto more = zmq::send_flags::sndmore | zmq::send_flags::dontwait;
  try {
    // With ROUTER_MANDATORY only the first frame can fail; the others follow it into the same pipe.
    if (!router.send(message_of(route), more)) return Delivery::full;
    router.send(message_of(base::view(protocol::version_frame)), more);
    router.send(message_of(response), zmq::send_flags::dontwait);
    return Delivery::sent;
  } catch (const zmq::error_t& problem) {
    if (problem.num() == EHOSTUNREACH) return Delivery::gone;
    throw;
  }
}

std::optional<ConnectionEvent> Sockets::next_event() {
  for (auto& door : m_doors)
    if (const auto event = next_event(door)) return event;
  return std::nullopt;
}

std::optional<ConnectionEvent> Sockets::next_event(Way& door) {
  zmq::message_t frame;
  if (!door.monitor.recv(frame, zmq::recv_flags::dontwait)) return std::nullopt;
  std::uint16_t number = 0;
  std::int32_t value = -1;
  if (frame.size() == sizeof number + sizeof value) {
    std::memcpy(&number, frame.data(), sizeof number);
    std::memcpy(&value, frame.data<std::uint8_t>() + sizeof number, sizeof value);
  }
  while (frame.more()) {
    if (!door.monitor.recv(frame, zmq::recv_flags::dontwait)) break;
  }
  switch (number) {
    case ZMQ_EVENT_ACCEPTED: return ConnectionEvent{Event::opened, value};
    case ZMQ_EVENT_DISCONNECTED: return ConnectionEvent{Event::closed, value};
    case ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL: return ConnectionEvent{Event::no_handshake, -1};
    case ZMQ_EVENT_ACCEPT_FAILED: return ConnectionEvent{Event::out_of_descriptors, -1};
    default: return ConnectionEvent{};
  }
}

std::vector<zmq::pollitem_t> Sockets::poll_items(bool newcomers) {
  std::vector<zmq::pollitem_t> items;
  for (auto& door : m_doors)
    for (auto* const socket : {&door.monitor, &door.router}) items.push_back({socket->handle(), 0, ZMQ_POLLIN, 0});
  if (newcomers) items.push_back({m_zap.handle(), 0, ZMQ_POLLIN, 0});
  return items;
}

}  // namespace antin::gate
