#include "daemon/courier/exchange.hpp"

#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>

namespace antin::courier {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;

constexpr std::uint32_t header_limit = 8192;

// A resolver and a certificate know an IPv6 address without the URL's brackets.
std::string bare(const std::string& host) { return host.starts_with('[') ? host.substr(1, host.size() - 2) : host; }

http::request<http::string_body> request_of(const Url& url, const local::Fetch& asked) {
  http::request<http::string_body> request;
  request.version(11);
  request.method(asked.method == local::FetchMethod::post ? http::verb::post : http::verb::get);
  request.target(url.target);
  request.set(http::field::host, url.authority());
  request.set(http::field::user_agent, "antin-courier/" ANTIN_VERSION);
  request.keep_alive(false);
  if (asked.method != local::FetchMethod::post) return request;
  if (!asked.content_type.empty()) request.set(http::field::content_type, asked.content_type);
  request.body() = std::string(base::text(asked.body));
  request.prepare_payload();
  return request;
}

}  // namespace

Exchange::Exchange(asio::io_context& context, asio::ssl::context& tls, Url url, const local::Fetch& asked)
    : m_url(std::move(url)),
      m_resolver(context),
      m_deadline(context),
      m_stream(context, tls),
      m_request(request_of(m_url, asked)) {
  m_answer.operation = asked.operation;
  m_response.body_limit(local::courier_body_limit);
  m_response.header_limit(header_limit);
}

template <class Next>
auto Exchange::then(Next next) {
  return [self = shared_from_this(), next](const Error& error, const auto&... results) {
    if (!self->m_done) return;
    if (error) return self->finish(local::FetchOutcome::unreachable);
    next(results...);
  };
}

template <class Use>
void Exchange::with_stream(Use use) {
  if (m_url.tls) return use(m_stream);
  use(m_stream.next_layer());
}

void Exchange::start(std::chrono::milliseconds time, Done done) {
  m_done = std::move(done);
  m_deadline.expires_after(time);
  m_deadline.async_wait(then([this] { finish(local::FetchOutcome::unreachable); }));
  m_resolver.async_resolve(bare(m_url.host), std::to_string(m_url.port), asio::ip::resolver_base::numeric_service,
                           then([this](const Endpoints& endpoints) { connect(endpoints); }));
}

void Exchange::connect(const Endpoints& endpoints) {
  m_stream.next_layer().async_connect(endpoints, then([this](const auto&...) { m_url.tls ? shake_hands() : write(); }));
}

void Exchange::shake_hands() {
  const auto name = bare(m_url.host);
  m_stream.set_verify_callback(asio::ssl::host_name_verification(name));
  if (SSL_set_tlsext_host_name(m_stream.native_handle(), name.c_str()) != 1)
    return finish(local::FetchOutcome::unreachable);
  m_stream.async_handshake(asio::ssl::stream_base::client, then([this] { write(); }));
}

void Exchange::write() {
  with_stream(
      [this](auto& stream) { http::async_write(stream, m_request, then([this](std::size_t) { read_header(); })); });
}

// In two steps: read at once, a body that comes together with its header passes the limit of Beast 1.74.
void Exchange::read_header() {
  with_stream([this](auto& stream) {
    http::async_read_header(stream, m_buffer, m_response, then([this](std::size_t) { read_body(); }));
  });
}

void Exchange::read_body() {
  with_stream([this](auto& stream) {
    http::async_read(stream, m_buffer, m_response,
                     then([this](std::size_t) { finish(local::FetchOutcome::answered); }));
  });
}

void Exchange::finish(local::FetchOutcome outcome) {
  m_answer.outcome = outcome;
  if (outcome == local::FetchOutcome::answered) {
    const auto& response = m_response.get();
    m_answer.status = response.result_int();
    const auto type = response[http::field::content_type];
    if (type.size() <= local::courier_content_type_limit) m_answer.content_type = std::string(type);
    m_answer.body = base::copy(base::view(response.body()));
  }
  m_deadline.cancel();
  m_resolver.cancel();
  m_stream.next_layer().close();
  const auto done = std::exchange(m_done, nullptr);
  done(m_answer);
}

}  // namespace antin::courier
