// A ROUTER with CURVE and ZAP in a thread, which answers as a test tells it to.
#pragma once

#include <zmq.h>

#include <functional>
#include <mutex>
#include <thread>

#include "client/lib/connection.hpp"

namespace antin::client {

class FakeAppliance {
 public:
  // Given the request and how many came before it, says which replies go out now, in this order.
  using Script = std::function<std::vector<protocol::Response>(const protocol::Request&, std::size_t before)>;

  explicit FakeAppliance(Script script);
  ~FakeAppliance();
  FakeAppliance(const FakeAppliance&) = delete;
  FakeAppliance& operator=(const FakeAppliance&) = delete;

  void refuse_every_key() { m_zap_status = "400"; }
  void send_raw(std::vector<base::Bytes> frames);  // in place of the next reply

  // Options with short times for a client with a new key.
  [[nodiscard]] ConnectionOptions options() const;
  [[nodiscard]] std::vector<base::Bytes> seen();  // the requests' octets so far

 private:
  void serve();
  void serve_zap(void* zap);
  void serve_request();
  void send(const base::Bytes& routing_id, const std::vector<base::Bytes>& frames);

  Script m_script;
  std::atomic<const char*> m_zap_status{"200"};
  CurveKeys m_keys = make_curve_keys();
  ZmqContext m_context;
  ZmqSocket m_router, m_stop_here, m_stop_there;
  std::string m_endpoint;
  std::mutex m_mutex;
  std::vector<base::Bytes> m_seen;
  std::vector<std::vector<base::Bytes>> m_raw;
  std::thread m_thread;
};

inline protocol::Response answer(const protocol::Request& request, const protocol::ResultBody& body) {
  return {request.id, protocol::encode(body)};
}
inline protocol::Response answer(const protocol::Request& request, protocol::Code code, unsigned retry_after_ms = 0) {
  return {request.id, protocol::wire_error(code, retry_after_ms)};
}

}  // namespace antin::client
