#include "daemon/witness/server.hpp"

#include <fcntl.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <charconv>
#include <optional>

namespace antin::witness {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;

constexpr std::uint32_t header_limit = 8192;
constexpr std::chrono::seconds time_for_all{10};  // of one connection, from its first octet to its last
constexpr std::chrono::seconds time_to_leave{2};
constexpr std::size_t connections_limit = 256;

HttpMethod method_of(http::verb verb) {
  if (verb == http::verb::get) return HttpMethod::get;
  return verb == http::verb::post ? HttpMethod::post : HttpMethod::unknown;
}

HttpAnswer refusal_of(const boost::system::error_code& error) {
  constexpr const char* plain = "text/plain; charset=utf-8";
  if (error == http::error::body_limit) return {413, plain, "the body is too large\n"};
  if (error == http::error::header_limit) return {431, plain, "the header is too large\n"};
  return {400, plain, "this is not HTTP\n"};
}

// Reads one request, answers, and closes.
class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(tcp::socket socket, std::size_t body_limit, const Server::Handler& handler, std::size_t& open)
      : m_stream(std::move(socket)), m_handler(handler), m_open(open) {
    ++m_open;
    m_parser.header_limit(header_limit);
    m_parser.body_limit(body_limit);
  }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session() { --m_open; }

  // Header and body in two steps: read at once, a body that comes together with its header passes the limit of Beast
  // 1.74.
  void start() {
    m_stream.expires_after(time_for_all);
    http::async_read_header(m_stream, m_buffer, m_parser, [self = shared_from_this()](const auto& error, std::size_t) {
      error ? self->refuse(error) : self->read_body();
    });
  }

 private:
  void read_body() {
    http::async_read(m_stream, m_buffer, m_parser, [self = shared_from_this()](const auto& error, std::size_t) {
      error ? self->refuse(error) : self->write(self->handled());
    });
  }
  // A peer that left, or took too long, hears nothing.
  void refuse(const boost::system::error_code& error) {
    const bool is_about_http = error.category() == http::make_error_code(http::error::bad_method).category();
    if (is_about_http && error != http::error::end_of_stream && error != http::error::partial_message)
      write(refusal_of(error));
  }

  HttpAnswer handled() {
    auto& request = m_parser.get();
    return m_handler({method_of(request.method()), std::string(request.target()), std::move(request.body())});
  }

  void write(HttpAnswer answer) {
    m_response.version(11);
    m_response.result(answer.status);
    m_response.set(http::field::content_type, answer.content_type);
    m_response.keep_alive(false);
    m_response.body() = std::move(answer.body);
    m_response.prepare_payload();
    http::async_write(m_stream, m_response, [self = shared_from_this()](const auto& error, std::size_t) {
      if (!error) self->leave();
    });
  }

  // Closing with octets unread would reset the connection, and the answer might be lost on its way.
  void leave() {
    boost::system::error_code ignored;
    m_stream.socket().shutdown(tcp::socket::shutdown_send, ignored);
    m_stream.expires_after(time_to_leave);
    drain();
  }
  void drain() {
    m_stream.async_read_some(asio::buffer(m_rest), [self = shared_from_this()](const auto& error, std::size_t) {
      if (!error) self->drain();
    });
  }

  beast::tcp_stream m_stream;
  beast::flat_buffer m_buffer;
  http::request_parser<http::string_body> m_parser;
  http::response<http::string_body> m_response;
  std::array<char, 4096> m_rest{};
  const Server::Handler& m_handler;
  std::size_t& m_open;
};

std::optional<tcp::endpoint> parse_endpoint(const std::string& listen) {
  const auto colon = listen.rfind(':');
  if (colon == std::string::npos) return std::nullopt;
  auto host = listen.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  const char* const end = listen.data() + listen.size();
  std::uint16_t port = 0;
  const auto [read_to, failed] = std::from_chars(listen.data() + colon + 1, end, port);
  boost::system::error_code error;
  const auto address = asio::ip::make_address(host, error);
  if (failed != std::errc() || read_to != end || error) return std::nullopt;
  return tcp::endpoint(address, port);
}

}  // namespace

class Server::State {
 public:
  State(std::size_t body_limit, Handler handler) : m_body_limit(body_limit), m_handler(std::move(handler)) {}

  base::Result<void> listen(const tcp::endpoint& endpoint) {
    boost::system::error_code error;
    m_acceptor.open(endpoint.protocol(), error);
    if (!error) m_acceptor.set_option(asio::socket_base::reuse_address(true), error);
    if (!error) m_acceptor.bind(endpoint, error);
    if (!error) m_acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error) return base::Error{"cannot listen: " + error.message()};
    accept();
    return {};
  }

  [[nodiscard]] std::string endpoint() const {
    const auto endpoint = m_acceptor.local_endpoint();
    const auto address = endpoint.address().to_string();
    return (endpoint.address().is_v6() ? "[" + address + "]" : address) + ":" + std::to_string(endpoint.port());
  }

  void turn(int wake, std::chrono::milliseconds most) {
    asio::posix::stream_descriptor waker(m_context, ::fcntl(wake, F_DUPFD_CLOEXEC, 0));
    waker.async_wait(asio::posix::stream_descriptor::wait_read, [this](const auto& error) {
      if (!error) m_context.stop();
    });
    m_context.restart();
    m_context.run_for(most);
  }

 private:
  void accept() {
    m_acceptor.async_accept([this](const auto& error, tcp::socket socket) {
      // Who comes when all places are taken has to come again.
      if (!error && m_open < connections_limit)
        std::make_shared<Session>(std::move(socket), m_body_limit, m_handler, m_open)->start();
      accept();
    });
  }

  std::size_t m_body_limit;
  Handler m_handler;
  std::size_t m_open = 0;  // sessions; these outlive the context, whose end ends the last session
  asio::io_context m_context;
  tcp::acceptor m_acceptor{m_context};
};

Server::Server(std::unique_ptr<State> state) : m_state(std::move(state)) {}
Server::Server(Server&&) noexcept = default;
Server::~Server() = default;

base::Result<Server> Server::open(const std::string& listen, std::size_t body_limit, Handler handler) {
  const auto endpoint = parse_endpoint(listen);
  if (!endpoint) return base::Error{"listen: '" + listen + "' is not ADDRESS:PORT, with an address in digits"};
  auto state = std::make_unique<State>(body_limit, std::move(handler));
  if (const auto listening = state->listen(*endpoint); !listening) return listening.error();
  return Server(std::move(state));
}

std::string Server::endpoint() const { return m_state->endpoint(); }
void Server::turn(int wake, std::chrono::milliseconds most) { m_state->turn(wake, most); }

}  // namespace antin::witness
