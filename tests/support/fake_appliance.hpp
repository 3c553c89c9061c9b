// A ROUTER with CURVE and ZAP in a thread, which answers as a test tells it to.
#pragma once

#include <zmq.h>

#include <array>
#include <functional>
#include <mutex>
#include <stdexcept>
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

namespace fake {

inline void must(bool good) {
  if (!good) throw std::runtime_error(zmq_strerror(zmq_errno()));
}

inline void set(void* socket, int option, const void* value, std::size_t size) {
  must(zmq_setsockopt(socket, option, value, size) == 0);
}

inline std::vector<base::Bytes> receive_all(void* socket) {
  std::vector<base::Bytes> parts;
  for (int more = 1; more != 0;) {
    zmq_msg_t part;
    zmq_msg_init(&part);
    must(zmq_msg_recv(&part, socket, 0) >= 0);
    const auto* first = static_cast<const std::uint8_t*>(zmq_msg_data(&part));
    parts.emplace_back(first, first + zmq_msg_size(&part));
    more = zmq_msg_more(&part);
    zmq_msg_close(&part);
  }
  return parts;
}

}  // namespace fake

inline FakeAppliance::FakeAppliance(Script script) : m_script(std::move(script)), m_context(zmq_ctx_new()) {
  const auto make = [&](int type) {
    ZmqSocket socket(zmq_socket(m_context.get(), type));
    const int linger = 0;
    fake::set(socket.get(), ZMQ_LINGER, &linger, sizeof linger);
    return socket;
  };
  m_stop_here = make(ZMQ_PAIR);
  m_stop_there = make(ZMQ_PAIR);
  fake::must(zmq_bind(m_stop_there.get(), "inproc://stop") == 0 &&
             zmq_connect(m_stop_here.get(), "inproc://stop") == 0);
  m_router = make(ZMQ_ROUTER);
  const int yes = 1;
  fake::set(m_router.get(), ZMQ_CURVE_SERVER, &yes, sizeof yes);
  const auto secret = m_keys.secret_key.expose_secret();
  fake::set(m_router.get(), ZMQ_CURVE_SECRETKEY, secret.data(), secret.size());
  fake::set(m_router.get(), ZMQ_ZAP_DOMAIN, "test", 4);
  m_thread = std::thread([this] { serve(); });
  // The thread binds, behind ZAP, and says where.
  m_endpoint = base::text(fake::receive_all(m_stop_here.get()).front());
}

inline FakeAppliance::~FakeAppliance() {
  zmq_send(m_stop_here.get(), "", 0, 0);
  m_thread.join();
}

inline void FakeAppliance::send_raw(std::vector<base::Bytes> frames) {
  const std::lock_guard lock(m_mutex);
  m_raw.push_back(std::move(frames));
}

inline ConnectionOptions FakeAppliance::options() const {
  using std::chrono::milliseconds;
  ConnectionOptions options;
  options.link.endpoint = m_endpoint;
  options.link.server_key = m_keys.public_key;
  options.link.keys = make_curve_keys();
  options.attempt = milliseconds(20000);
  options.deadline = milliseconds(60000);
  options.first_back_off = milliseconds(1);
  options.last_back_off = milliseconds(5);
  return options;
}

inline std::vector<base::Bytes> FakeAppliance::seen() {
  const std::lock_guard lock(m_mutex);
  return m_seen;
}

inline void FakeAppliance::serve() {
  const ZmqSocket zap(zmq_socket(m_context.get(), ZMQ_REP));
  fake::must(zmq_bind(zap.get(), "inproc://zeromq.zap.01") == 0);
  fake::must(zmq_bind(m_router.get(), "tcp://127.0.0.1:*") == 0);
  std::array<char, 256> endpoint{};
  std::size_t size = endpoint.size();
  fake::must(zmq_getsockopt(m_router.get(), ZMQ_LAST_ENDPOINT, endpoint.data(), &size) == 0);
  fake::must(zmq_send(m_stop_there.get(), endpoint.data(), size - 1, 0) >= 0);
  for (;;) {
    std::array<zmq_pollitem_t, 3> items{
        {{m_stop_there.get(), 0, ZMQ_POLLIN, 0}, {zap.get(), 0, ZMQ_POLLIN, 0}, {m_router.get(), 0, ZMQ_POLLIN, 0}}};
    fake::must(zmq_poll(items.data(), 3, -1) > 0);
    if (items[0].revents != 0) return;
    if (items[1].revents != 0) serve_zap(zap.get());
    if (items[2].revents != 0) serve_request();
  }
}

inline void FakeAppliance::serve_zap(void* zap) {
  const auto request = fake::receive_all(zap);
  const std::string version = "1.0", status = m_zap_status.load(), nothing;
  for (const auto& part : {version, std::string(base::text(request.at(1))), status, nothing, nothing}) {
    fake::must(zmq_send(zap, part.data(), part.size(), ZMQ_SNDMORE) >= 0);
  }
  fake::must(zmq_send(zap, "", 0, 0) >= 0);
}

inline void FakeAppliance::serve_request() {
  const auto parts = fake::receive_all(m_router.get());
  const auto request = protocol::parse_request(parts.at(2));
  if (!request || base::text(parts.at(1)) != protocol::version_frame) throw std::runtime_error("not a request");
  std::vector<std::vector<base::Bytes>> raw;
  std::size_t before = 0;
  {
    const std::lock_guard lock(m_mutex);
    before = m_seen.size();
    m_seen.push_back(parts[2]);
    raw.swap(m_raw);
  }
  for (const auto& frames : raw) send(parts[0], frames);
  for (const auto& reply : m_script(*request, before)) {
    send(parts[0], {base::copy(base::view(protocol::version_frame)), protocol::encode(reply)});
  }
}

inline void FakeAppliance::send(const base::Bytes& routing_id, const std::vector<base::Bytes>& frames) {
  fake::must(zmq_send(m_router.get(), routing_id.data(), routing_id.size(), ZMQ_SNDMORE) >= 0);
  for (std::size_t i = 0; i < frames.size(); ++i) {
    const int more = i + 1 < frames.size() ? ZMQ_SNDMORE : 0;
    fake::must(zmq_send(m_router.get(), frames[i].data(), frames[i].size(), more) >= 0);
  }
}

}  // namespace antin::client
