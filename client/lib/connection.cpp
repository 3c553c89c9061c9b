#include "client/lib/connection.hpp"

#include <algorithm>
#include <stdexcept>

#include "core/crypto/random.hpp"

namespace antin::client {
namespace {

using std::chrono::milliseconds;

std::string link_name(unsigned number) { return "link-" + std::to_string(number); }

// Between half of the time and all of it, so that clients that failed together do not come back together.
milliseconds with_jitter(milliseconds time) {
  const auto random = crypto::random_array<2>();
  const auto fraction = static_cast<std::uint32_t>(random[0]) << 8 | random[1];  // of 65536
  return time / 2 + milliseconds(time.count() * fraction / 65536 / 2);
}

}  // namespace

base::Result<Connection> Connection::open(ConnectionOptions options) {
  ZmqContext context(zmq_ctx_new());
  if (!context) throw std::bad_alloc();
  auto link = Link::open(context.get(), options.link, link_name(0));
  if (!link) return link.error();
  return Connection(std::move(options), std::move(context), std::move(*link));
}

Connection::Connection(ConnectionOptions options, ZmqContext context, Link link)
    : m_options(std::move(options)), m_context(std::move(context)), m_link(std::move(link)) {}

protocol::RequestId Connection::new_request_id() { return crypto::random_array<16>(); }

void Connection::send(const protocol::Request& request) {
  auto frame = protocol::encode(request);
  if (frame.size() > protocol::frame_limit) {
    const auto error = protocol::wire_error(protocol::Code::too_large);
    m_ready.push_back({request.id, failure_from(Trouble::not_sent, error)});
    return;
  }
  const auto now = Clock::now();
  auto& pending = m_pending[request.id];
  pending = {std::move(frame), now + m_options.deadline, now, false, 0, std::nullopt};
  transmit(pending, now);
}

std::optional<Completion> Connection::receive(milliseconds patience) {
  const auto until = Clock::now() + patience;
  for (;;) {
    read_replies();
    act(Clock::now());
    if (!m_ready.empty()) {
      auto first = std::move(m_ready.front());
      m_ready.pop_front();
      return first;
    }
    const auto now = Clock::now();
    if (m_pending.empty() || now >= until) return std::nullopt;
    m_link.wait(std::chrono::ceil<milliseconds>(std::max(std::min(until, next_act()) - now, Clock::duration(0))));
  }
}

base::Result<base::Bytes, Failure> Connection::call(const protocol::Request& request) {
  auto completion = complete(request);
  if (auto* failure = std::get_if<Failure>(&completion.outcome)) return std::move(*failure);
  return std::get<base::Bytes>(std::move(completion.outcome));
}

Completion Connection::complete(const protocol::Request& request) {
  std::deque<Completion> others;
  send(request);
  for (;;) {
    auto completion = receive(m_options.deadline * 2);
    if (!completion) throw std::logic_error("a request that never completes");
    if (completion->id != request.id) {
      others.push_back(std::move(*completion));
      continue;
    }
    m_ready.insert(m_ready.begin(), std::make_move_iterator(others.begin()), std::make_move_iterator(others.end()));
    return std::move(*completion);
  }
}

void Connection::read_replies() {
  while (const auto frame = m_link.receive()) take_reply(*frame);
  if (m_link.was_refused()) refuse_all();
}

void Connection::take_reply(base::ByteView frame) {
  auto response = protocol::parse_response(frame);
  // Response and Request have their id in the same field.
  const auto place = whom_it_answers(response ? response->id : protocol::peek_request_id(frame));
  if (place == m_pending.end()) return;  // an answer that came twice, or too late
  if (!response) {
    complete(place,
             Failure{Trouble::bad_answer, "BAD_ANSWER", "The reply is not of this protocol. Is it this server?"});
    return;
  }
  if (const auto* error = std::get_if<protocol::WireError>(&response->outcome)) return take_error(place, *error);
  complete(place, std::get<base::Bytes>(std::move(response->outcome)), std::move(response->proof));
}

// A refusal without an id is of a request that could not be read: it can only be meant for one that is alone in flight.
Connection::Place Connection::whom_it_answers(const std::optional<protocol::RequestId>& id) {
  if (id) return m_pending.find(*id);
  return m_pending.size() == 1 ? m_pending.begin() : m_pending.end();
}

void Connection::take_error(Place place, const protocol::WireError& error) {
  auto failure = failure_from(Trouble::answered, error);
  if (!error.retry) return complete(place, std::move(failure));
  place->second.last = std::move(failure);
  put_off(place->second, Clock::now());
}

// Sends what is due and gives up what has waited too long. An attempt without an answer costs the socket: the peer
// behind it may be gone without a trace, and a new one cannot deliver stale answers.
void Connection::act(Clock::time_point now) {
  bool unanswered = false;
  for (auto place = m_pending.begin(); place != m_pending.end();) {
    const auto current = place++;
    auto& pending = current->second;
    if (now >= pending.deadline) {
      // Cut short by the deadline, the last attempt says nothing; the one before it does.
      complete(current, pending.last && now < pending.act_at ? *pending.last : why_no_answer(pending));
    } else if (now >= pending.act_at && pending.sent) {
      pending.last = why_no_answer(pending);
      put_off(pending, now);
      unanswered = true;
    } else if (now >= pending.act_at) {
      transmit(pending, now);
    }
  }
  if (!unanswered) return;
  try_the_next_server();
  renew_link();
}

void Connection::transmit(Pending& pending, Clock::time_point now) {
  constexpr milliseconds queue_full_pause{10};
  pending.sent = m_link.send(pending.frame);
  const bool may_go_elsewhere = !m_options.others.empty() && !m_link.was_connected();
  const auto patience = may_go_elsewhere ? std::min(m_options.attempt, m_options.reach) : m_options.attempt;
  pending.act_at = now + (pending.sent ? patience : queue_full_pause);
}

void Connection::put_off(Pending& pending, Clock::time_point now) {
  const auto doubled = m_options.first_back_off * (1U << std::min(pending.attempts, 16U));
  const milliseconds asked_for(pending.last ? pending.last->retry_after_ms : 0);
  pending.act_at = now + std::max(with_jitter(std::min<milliseconds>(doubled, m_options.last_back_off)), asked_for);
  pending.sent = false;
  ++pending.attempts;
}

// One that was connected to may be back at once; one that was not has perhaps ended, its key with it.
void Connection::try_the_next_server() {
  if (m_options.others.empty() || m_link.was_connected()) return;
  m_options.others.push_back(server());
  m_options.link.endpoint = m_options.others.front().endpoint;
  m_options.link.server_key = m_options.others.front().key;
  m_options.others.erase(m_options.others.begin());
}

void Connection::renew_link() {
  auto link = Link::open(m_context.get(), m_options.link, link_name(m_links++));
  if (!link) throw std::runtime_error(link.error().text);
  m_link = std::move(*link);
  const auto now = Clock::now();
  for (auto& [id, pending] : m_pending) {
    if (pending.sent) transmit(pending, now);
  }
}

void Connection::complete(Place place, std::variant<base::Bytes, Failure> outcome, std::string proof) {
  m_ready.push_back({place->first, std::move(outcome), std::move(proof)});
  m_pending.erase(place);
}

// Trying again with the same key would be refused again.
void Connection::refuse_all() {
  const auto failure = failure_from(Trouble::key_refused, protocol::wire_error(protocol::Code::unknown_system));
  while (!m_pending.empty()) complete(m_pending.begin(), failure);
  renew_link();
}

Failure Connection::why_no_answer(const Pending& pending) const {
  if (pending.last && !pending.sent) return *pending.last;
  if (m_link.was_connected()) {
    return {Trouble::no_answer, "NO_ANSWER", "The appliance did not answer in time. Send the request again.", true, 0};
  }
  return {Trouble::unreachable, "UNREACHABLE",
          "Cannot connect to " + m_options.link.endpoint + ". Check the address, the server's key and the network.",
          true, 0};
}

Connection::Clock::time_point Connection::next_act() const {
  auto next = Clock::time_point::max();
  for (const auto& [id, pending] : m_pending) next = std::min({next, pending.act_at, pending.deadline});
  return next;
}

}  // namespace antin::client
