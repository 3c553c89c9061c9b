// Every limit that libzmq has for the sockets that the network reaches.
#include <cstdint>

#include "client/protocol/codec.hpp"
#include "daemon/gate/sockets.hpp"
#include "daemon/gate/zap.hpp"

namespace antin::gate {
namespace {

// ZMQ_ZAP_ENFORCE_DOMAIN: zmq.h shows it to draft builds only, libzmq has it always. With it a connection fails when
// there is no handler, instead of being let in.
constexpr int zap_enforce_domain = 93;

// libzmq counts the encrypted frame, which is 33 octets longer. What lies between the protocol's limit and this one is
// answered with TOO_LARGE; what is longer still cuts the connection before it takes up memory.
constexpr std::int64_t largest_encrypted_frame = 64 * 1024;
static_assert(largest_encrypted_frame > static_cast<std::int64_t>(protocol::frame_limit) + 33);

void set(zmq::socket_t& socket, int option, int value) {
  if (::zmq_setsockopt(socket.handle(), option, &value, sizeof value) != 0) throw zmq::error_t();
}

void demand_known_keys(zmq::socket_t& router, const CurveKeys& keys) {
  const auto secret = keys.secret.expose_secret();
  set(router, ZMQ_CURVE_SERVER, 1);
  if (::zmq_setsockopt(router.handle(), ZMQ_CURVE_SECRETKEY, secret.data(), secret.size()) != 0) throw zmq::error_t();
  if (::zmq_setsockopt(router.handle(), ZMQ_ZAP_DOMAIN, zap_domain.data(), zap_domain.size()) != 0) {
    throw zmq::error_t();
  }
  set(router, zap_enforce_domain, 1);
}

void limit_memory(zmq::socket_t& router, const Settings& settings) {
  router.set(zmq::sockopt::maxmsgsize, largest_encrypted_frame);
  set(router, ZMQ_BACKLOG, static_cast<int>(settings.backlog));
  set(router, ZMQ_RCVHWM, static_cast<int>(settings.high_water_mark));
  set(router, ZMQ_SNDHWM, static_cast<int>(settings.high_water_mark));
  set(router, ZMQ_LINGER, 0);
}

// A peer that does not finish its handshake, or is gone without a word, does not keep its place.
void drop_the_silent(zmq::socket_t& router, const Settings& settings) {
  const auto heartbeat = static_cast<int>(settings.heartbeat_ms);
  set(router, ZMQ_HANDSHAKE_IVL, static_cast<int>(settings.handshake_ms));
  set(router, ZMQ_HEARTBEAT_IVL, heartbeat);
  if (heartbeat > 0) {
    set(router, ZMQ_HEARTBEAT_TIMEOUT, heartbeat);
    set(router, ZMQ_HEARTBEAT_TTL, 3 * heartbeat);
  }
  set(router, ZMQ_TCP_KEEPALIVE, 1);
  set(router, ZMQ_TCP_KEEPALIVE_IDLE, 60);
  set(router, ZMQ_TCP_KEEPALIVE_INTVL, 20);
  set(router, ZMQ_TCP_KEEPALIVE_CNT, 3);
}

}  // namespace

void Sockets::bind_router(Way& door, const Settings& settings, const std::string& listen, const CurveKeys& keys) {
  demand_known_keys(door.router, keys);
  limit_memory(door.router, settings);
  drop_the_silent(door.router, settings);
  // An answer that cannot be delivered shows, instead of vanishing. HANDOVER stays off: with it any client could take
  // over another's routing id.
  set(door.router, ZMQ_ROUTER_MANDATORY, 1);
  set(door.router, ZMQ_IPV6, listen.find('[') == std::string::npos ? 0 : 1);
  door.router.bind(listen);
  door.endpoint = door.router.get(zmq::sockopt::last_endpoint);
}

}  // namespace antin::gate
