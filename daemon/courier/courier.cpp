#include "daemon/courier/courier.hpp"

#include <fcntl.h>

#include <algorithm>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/ssl/error.hpp>
#include <deque>
#include <optional>
#include <utility>

#include "daemon/courier/exchange.hpp"
#include "daemon/local/socket.hpp"
#include "daemon/process/logging.hpp"

namespace antin::courier {
namespace {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;
using Watch = asio::posix::stream_descriptor;

constexpr std::chrono::milliseconds shortest_pause{100};
constexpr std::chrono::milliseconds longest_pause{5000};

// A descriptor of its own: the loop closes what it watches.
int copy_of(int descriptor) { return ::fcntl(descriptor, F_DUPFD_CLOEXEC, 0); }

bool is_printable(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

}  // namespace

class Courier::State {
 public:
  State(const Settings& settings, Reach reach, asio::ssl::context tls)
      : m_settings(settings), m_reach(std::move(reach)), m_tls(std::move(tls)), m_link(m_context) {}

  void turn(int wake, std::chrono::milliseconds most);

 private:
  void dial();
  void hang_up(const std::string& why);
  void listen();        // to antind, while another fetch has room
  void await_socket();  // for it to take what waits
  void hear();
  void take(base::ByteView message);
  void fetch(const local::Fetch& asked);
  void answer(const local::Fetched& fetched);
  [[nodiscard]] bool has_room() const { return m_under_way + m_unsent.size() < m_settings.at_once; }

  Settings m_settings;
  Reach m_reach;
  asio::io_context m_context;
  asio::ssl::context m_tls;
  Watch m_link;  // watches the connection's descriptor
  std::optional<local::Connection> m_connection;
  std::uint64_t m_calls = 0;  // connections so far: an answer goes to the one that asked, or nowhere
  std::deque<base::Bytes> m_unsent;
  std::size_t m_under_way = 0;
  bool m_listening = false;
  bool m_told_absent = false;
  Clock::time_point m_next_attempt{};
  std::chrono::milliseconds m_pause{0};
};

void Courier::State::turn(int wake, std::chrono::milliseconds most) {
  if (!m_connection && Clock::now() >= m_next_attempt) dial();
  Watch waker(m_context, copy_of(wake));
  waker.async_wait(Watch::wait_read, [this](const auto& error) {
    if (!error) m_context.stop();
  });
  m_context.restart();
  m_context.run_for(m_connection ? most : std::min(most, shortest_pause));
}

void Courier::State::dial() {
  auto dialled = local::dial(m_settings.keeper_socket, static_cast<uid_t>(m_settings.keeper_uid));
  if (!dialled) {
    // Once, not at each attempt.
    if (!std::exchange(m_told_absent, true)) process::log_warning("no antind yet: " + dialled.error().text);
    m_pause = std::clamp(2 * m_pause, shortest_pause, longest_pause);
    m_next_attempt = Clock::now() + m_pause;
    return;
  }
  m_connection.emplace(std::move(dialled).value());
  m_link.assign(copy_of(m_connection->number()));
  ++m_calls;
  m_told_absent = false;
  process::log_info("connected to antind");
  listen();
}

void Courier::State::hang_up(const std::string& why) {
  process::log_warning(why);
  m_link.close();
  m_connection.reset();
  m_unsent.clear();
  m_listening = false;
  m_pause = std::clamp(2 * m_pause, shortest_pause, longest_pause);
  m_next_attempt = Clock::now() + m_pause;
}

void Courier::State::listen() {
  if (!m_connection || m_listening || !has_room()) return;
  m_listening = true;
  m_link.async_wait(Watch::wait_read, [this, call = m_calls](const auto& error) {
    if (error || call != m_calls) return;
    m_listening = false;
    hear();
    listen();
  });
}

void Courier::State::hear() {
  base::Bytes message;
  while (m_connection && has_room()) {
    switch (m_connection->receive(message)) {
      case local::Receipt::nothing_yet: return;
      case local::Receipt::closed:
      case local::Receipt::unknown: return hang_up("antind went away");
      case local::Receipt::message: take(message); break;
    }
  }
}

void Courier::State::take(base::ByteView message) {
  const auto asked = local::parse_fetch(message);
  if (!asked) return hang_up("antind sent what is no message of ours: the connection is dropped");
  m_pause = {};  // it speaks our language: dial at once when it restarts
  fetch(*asked);
}

void Courier::State::fetch(const local::Fetch& asked) {
  const bool fits = asked.url.size() <= local::courier_url_limit && asked.body.size() <= local::courier_body_limit &&
                    asked.content_type.size() <= local::courier_content_type_limit && is_printable(asked.content_type);
  auto url = fits ? parse_url(asked.url) : std::nullopt;
  if (!url || !m_reach.allows(*url)) {
    if (is_printable(asked.url)) process::log_warning("not allowed: " + asked.url.substr(0, 200));
    return answer({asked.operation, local::FetchOutcome::refused, 0, "", {}});
  }
  ++m_under_way;
  const auto exchange = std::make_shared<Exchange>(m_context, m_tls, std::move(*url), asked);
  exchange->start(std::chrono::milliseconds(m_settings.timeout_ms), [this, call = m_calls](const auto& fetched) {
    --m_under_way;
    if (call == m_calls) answer(fetched);
    listen();
  });
}

void Courier::State::answer(const local::Fetched& fetched) {
  if (!m_connection) return;
  m_unsent.push_back(local::encode(fetched));
  if (m_unsent.size() == 1) await_socket();
}

void Courier::State::await_socket() {
  m_link.async_wait(Watch::wait_write, [this, call = m_calls](const auto& error) {
    if (error || call != m_calls) return;
    const auto before = m_unsent.size();
    while (!m_unsent.empty() && m_connection->send(m_unsent.front())) m_unsent.pop_front();
    // A socket that can be written to and takes nothing has nobody at its other end.
    if (m_unsent.size() == before) return hang_up("antind went away");
    if (!m_unsent.empty()) return await_socket();
    listen();
  });
}

Courier::Courier(std::unique_ptr<State> state) : m_state(std::move(state)) {}
Courier::Courier(Courier&&) noexcept = default;
Courier::~Courier() = default;

base::Result<Courier> Courier::open(const Settings& settings) {
  auto reach = Reach::of(settings.allow);
  if (!reach) return reach.error();
  asio::ssl::context tls(asio::ssl::context::tls_client);
  boost::system::error_code error;
  tls.set_options(asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1, error);
  tls.set_verify_mode(asio::ssl::verify_peer, error);
  if (settings.ca_file.empty())
    tls.set_default_verify_paths(error);
  else
    tls.load_verify_file(settings.ca_file, error);
  if (error) return base::Error{"cannot read the certificates to believe for https: " + error.message()};
  return Courier(std::make_unique<State>(settings, std::move(*reach), std::move(tls)));
}

void Courier::turn(int wake, std::chrono::milliseconds most) { m_state->turn(wake, most); }

}  // namespace antin::courier
