// One request over HTTP and its answer, within a time and a size. No redirect is followed, nothing is interpreted.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <chrono>
#include <functional>
#include <memory>

#include "daemon/courier/url.hpp"
#include "daemon/local/courier_messages.hpp"

namespace antin::courier {

class Exchange : public std::enable_shared_from_this<Exchange> {
 public:
  using Done = std::function<void(const local::Fetched&)>;

  Exchange(boost::asio::io_context& context, boost::asio::ssl::context& tls, Url url, const local::Fetch& asked);
  // `done` is called once, from the context, never from here. The object keeps itself until then.
  void start(std::chrono::milliseconds time, Done done);

 private:
  using Error = boost::system::error_code;
  using Endpoints = boost::asio::ip::tcp::resolver::results_type;

  void connect(const Endpoints& endpoints);
  void shake_hands();
  void write();
  void read_header();
  void read_body();
  void finish(local::FetchOutcome outcome);
  // Wraps what follows a step that can fail: ends the exchange when it did, or when it is over already.
  template <class Next>
  auto then(Next next);
  template <class Use>
  void with_stream(Use use);

  Url m_url;
  boost::asio::ip::tcp::resolver m_resolver;
  boost::asio::steady_timer m_deadline;
  boost::beast::ssl_stream<boost::beast::tcp_stream> m_stream;  // without TLS only what lies under it is used
  boost::beast::flat_buffer m_buffer;
  boost::beast::http::request<boost::beast::http::string_body> m_request;
  boost::beast::http::response_parser<boost::beast::http::string_body> m_response;
  local::Fetched m_answer;
  Done m_done;
};

}  // namespace antin::courier
