#include "daemon/gate/gate.hpp"

#include <algorithm>

#include "client/protocol/codec.hpp"
#include "client/protocol/urgency.hpp"
#include "core/base/file.hpp"
#include "daemon/gate/zap.hpp"
#include "daemon/process/logging.hpp"

namespace antin::gate {
namespace {

// One kind of work never keeps the others waiting longer than this many pieces of it take.
constexpr int pieces_a_turn = 64;

constexpr std::chrono::milliseconds report_interval{1000};
constexpr std::chrono::hours old_key_interval{1};
constexpr std::chrono::milliseconds dial_interval{100};
constexpr unsigned overloaded_retry_ms = 1000;

// A connection's route is remembered a while after its end; so a few more than there can be connections.
constexpr std::size_t routes_per_connection = 4;

// What clients are told to dial: never every address of this machine.
base::Result<std::string> dialled(const Settings& settings, const std::string& bound) {
  if (settings.next_endpoint.starts_with("tcp://")) return settings.next_endpoint;
  if (!settings.next_endpoint.empty())
    return base::Error{"next-endpoint: '" + settings.next_endpoint + "' is not tcp://…"};
  if (bound.starts_with("tcp://0.0.0.0:") || bound.starts_with("tcp://[::]:"))
    return base::Error{"next-endpoint is missing: nobody can dial " + bound};
  return bound;
}

base::Result<void> write_endpoint(const Settings& settings, const std::string& endpoint) {
  if (settings.endpoint_file.empty()) return {};
  return base::write_file_durably(settings.endpoint_file, base::view(endpoint + "\n"));
}

}  // namespace

Gate::Gate(const Settings& settings, Sockets sockets, std::optional<local::NextKey> next_key)
    : m_sockets(std::move(sockets)),
      m_keeper(settings.keeper_socket, static_cast<uid_t>(settings.keeper_uid)),
      m_limiter(settings.rate, settings.burst),
      m_routes(routes_per_connection * settings.connections),
      m_connections(std::chrono::milliseconds(settings.handshake_ms)),
      m_next_key(std::move(next_key)),
      m_connections_at_most(settings.connections),
      m_now(Clock::now()),
      m_next_report(m_now + report_interval),
      m_next_word_on_old_key(m_now + old_key_interval) {}

base::Result<Gate> Gate::open(const Settings& settings, const CurveKeys& keys, const CurveKeys* next) {
  auto sockets = Sockets::open(settings, keys, next);
  if (!sockets) return sockets.error();
  std::optional<local::NextKey> next_key;
  if (next != nullptr) {
    auto endpoint = dialled(settings, sockets->endpoint(Door::next));
    if (!endpoint) return endpoint.error();
    next_key = local::NextKey{*std::move(endpoint), next->public_key};
  }
  Gate gate(settings, std::move(sockets).value(), std::move(next_key));
  if (const auto written = write_endpoint(settings, gate.endpoint()); !written) return written.error();
  return gate;
}

void Gate::turn(int wake, std::chrono::milliseconds most) {
  wait(wake, most);
  m_now = Clock::now();
  tend_keeper();
  watch_connections();
  admit();
  serve_keeper();  // before the clients: a key that antind took off the list counts no more from here on
  serve_clients();
  report_counts();
}

void Gate::wait(int wake, std::chrono::milliseconds most) {
  auto items = m_sockets.poll_items(m_registry.ready());
  items.push_back({nullptr, wake, ZMQ_POLLIN, 0});
  if (m_keeper.connected()) {
    const int wanted = ZMQ_POLLIN | (m_keeper.has_unsent() ? ZMQ_POLLOUT : 0);
    items.push_back({nullptr, m_keeper.number(), static_cast<short>(wanted), 0});
  }
  try {
    zmq::poll(items, std::min(most, m_keeper.connected() ? report_interval : dial_interval));
  } catch (const zmq::error_t& problem) {
    if (problem.num() != EINTR) throw;
  }
}

void Gate::tend_keeper() {
  if (!m_keeper.tend(m_now)) return;
  process::log_info("connected to antind");
  // Nothing is in the queue of a new connection: this is taken.
  if (m_next_key) m_keeper.offer(*m_next_key);
}

void Gate::watch_connections() {
  for (int i = 0; i < pieces_a_turn; ++i) {
    const auto event = m_sockets.next_event();
    if (!event) return;
    switch (event->event) {
      case Event::opened: m_connections.opened(event->descriptor, m_now); break;
      case Event::closed: m_connections.closed(event->descriptor); break;
      case Event::no_handshake: count(protocol::Code::unknown_system); break;
      case Event::out_of_descriptors: m_out_of_descriptors = true; break;
      case Event::unknown: break;
    }
  }
}

void Gate::admit() {
  // Nobody is judged by a list that is not there yet: newcomers wait for it rather than be turned away.
  for (int i = 0; i < pieces_a_turn && m_registry.ready(); ++i) {
    const auto request = m_sockets.next_zap_request();
    if (!request) return;
    const bool room = m_connections.established(m_now) < m_connections_at_most;
    const auto verdict = judge(parse_zap(*request), m_registry, room);
    if (verdict == Verdict::stranger) count(protocol::Code::unknown_system);
    if (verdict == Verdict::not_now) count(protocol::Code::overloaded);
    m_sockets.answer_zap(zap_reply(*request, verdict));
  }
}

void Gate::serve_clients() {
  for (int i = 0; i < pieces_a_turn; ++i) {
    auto incoming = m_sockets.next_message();
    if (!incoming) return;
    serve(std::move(*incoming));
  }
}

void Gate::serve(Incoming&& incoming) {
  auto& envelope = incoming.envelope;
  // No answer to either: a route that a client chose may be someone else's, and without a key there is nobody to
  // answer.
  if (envelope.shape() == Envelope::Shape::chosen_route) return count(protocol::Code::malformed);
  if (!incoming.caller) return count(protocol::Code::unknown_system);

  const auto way = incoming.way();
  m_routes.remember(way, *incoming.caller);
  if (const auto refusal = refusal_of(envelope, *incoming.caller)) return refuse(way, envelope.request(), *refusal);
  note_use_of_old_key(incoming);
  const bool urgent = protocol::is_urgent(envelope.request());
  const local::FromGate forward = local::Forward{*incoming.caller, way, std::move(envelope).take_request()};
  if (m_keeper.offer(forward, urgent)) return;
  refuse(way, std::get<local::Forward>(forward).request, wire_error(protocol::Code::overloaded, overloaded_retry_ms));
}

std::optional<protocol::WireError> Gate::refusal_of(const Envelope& envelope, const local::CurveKey& caller) {
  if (!m_registry.knows(caller)) return wire_error(protocol::Code::unknown_system);
  if (const auto wait = m_limiter.wait_of(caller, m_now); wait.count() > 0) {
    return wire_error(protocol::Code::rate_limited, static_cast<unsigned>(wait.count()));
  }
  switch (envelope.shape()) {
    case Envelope::Shape::ours: return std::nullopt;
    case Envelope::Shape::too_large: return wire_error(protocol::Code::too_large);
    case Envelope::Shape::malformed:
    case Envelope::Shape::chosen_route:
    case Envelope::Shape::unknown: break;
  }
  return wire_error(protocol::Code::malformed);
}

void Gate::refuse(const base::Bytes& way, base::ByteView request, const protocol::WireError& error) {
  count(error.code);
  deliver(way, protocol::encode(protocol::Response{protocol::peek_request_id(request), error}));
}

void Gate::count(protocol::Code code) {
  if (code == protocol::Code::unknown_system) ++m_counts.unknown_system;
  if (code == protocol::Code::too_large) ++m_counts.too_large;
  if (code == protocol::Code::malformed) ++m_counts.malformed;
  if (code == protocol::Code::rate_limited) ++m_counts.rate_limited;
  if (code == protocol::Code::overloaded) ++m_counts.overloaded;
}

void Gate::deliver(const base::Bytes& way, const base::Bytes& response) {
  switch (m_sockets.send(way, response)) {
    case Sockets::Delivery::sent: return;
    case Sockets::Delivery::gone: m_routes.forget(way); break;
    case Sockets::Delivery::full:
    case Sockets::Delivery::unknown: break;
  }
  ++m_undelivered;  // the client asks again; a response is never kept for those who do not read
}

void Gate::serve_keeper() {
  m_keeper.flush();
  for (int i = 0; i < pieces_a_turn && m_keeper.connected(); ++i) {
    local::ToGate message;
    switch (m_keeper.receive(message)) {
      case KeeperLink::Heard::message: std::visit([this](const auto& one) { take(one); }, message); break;
      case KeeperLink::Heard::nothing_yet: return;
      case KeeperLink::Heard::lost:
      case KeeperLink::Heard::unknown: return lose_keeper();
    }
  }
}

void Gate::take(const local::Systems& page) {
  switch (m_registry.take(page)) {
    case Registry::Taken::whole:
      m_limiter.keep_only(m_registry);
      m_old_key.keep_only(m_registry);
      process::log_info(std::to_string(m_registry.size()) + " systems are registered");
      return;
    case Registry::Taken::more: return;
    case Registry::Taken::refused:
    case Registry::Taken::unknown: return lose_keeper();
  }
}

void Gate::take(const local::Answer& answer) {
  if (m_routes.leads_to(answer.route, answer.caller)) return deliver(answer.route, answer.response);
  ++m_undelivered;
}

void Gate::lose_keeper() {
  process::log_warning("lost antind");
  m_registry.forget_unfinished();
  for (const auto& forward : m_keeper.hang_up(m_now)) {
    refuse(forward.route, forward.request, wire_error(protocol::Code::overloaded, overloaded_retry_ms));
  }
}

// Who has not moved to the next key yet: as long as there is anybody, the present one cannot end.
void Gate::note_use_of_old_key(const Incoming& incoming) {
  if (!m_next_key || incoming.door != Door::present) return;
  if (m_old_key.note(*incoming.caller, m_now))
    process::log_info("system " + m_registry.name_of(*incoming.caller) + " uses the key that is to end");
}

void Gate::report_old_key() {
  if (!m_next_key || m_now < m_next_word_on_old_key) return;
  m_next_word_on_old_key = m_now + old_key_interval;
  process::log_info(describe(m_old_key.of_late(m_now), m_registry));
}

void Gate::report_counts() {
  report_old_key();
  if (m_now < m_next_report) return;
  m_next_report = m_now + report_interval;
  if (m_counts != local::GateCounts{} && m_keeper.offer(m_counts)) m_counts = {};
  if (std::exchange(m_out_of_descriptors, false)) process::log_error("out of file descriptors: raise LimitNOFILE");
  if (const auto lost = std::exchange(m_undelivered, 0)) {
    process::log_warning(std::to_string(lost) + " responses found nobody who reads them");
  }
}

}  // namespace antin::gate
