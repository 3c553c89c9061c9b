// What the gate relies on in libzmq, measured again: the day one of these changes, the gate must change with it.
#include <gtest/gtest.h>

#include <memory>

#include "tests/unit/daemon/gate/client.hpp"

namespace antin::gate {
namespace {

constexpr int zap_enforce_domain = 93;

// A CURVE server without a ZAP handler.
class WithoutHandler : public testing::Test {
 protected:
  void bind(bool enforce) {
    m_server.set(zmq::sockopt::linger, 0);
    m_server.set(zmq::sockopt::curve_server, true);
    m_server.set(zmq::sockopt::curve_secretkey, m_keys.secret_z85);
    m_server.set(zmq::sockopt::zap_domain, "antin");
    const int on = enforce ? 1 : 0;
    ASSERT_EQ(::zmq_setsockopt(m_server.handle(), zap_enforce_domain, &on, sizeof on), 0);
    m_server.bind("tcp://127.0.0.1:*");
    m_client = std::make_unique<Client>(m_keys.public_z85);
    m_client->with_curve(new_keys()).connect(m_server.get(zmq::sockopt::last_endpoint));
  }
  int outcome() { return m_client->next_of(disconnected | handshake_succeeded | handshake_failed_auth).event; }

  TestKeys m_keys = new_keys();
  zmq::context_t m_context;
  zmq::socket_t m_server{m_context, zmq::socket_type::router};
  std::unique_ptr<Client> m_client;
};

TEST_F(WithoutHandler, any_key_gets_in_when_the_domain_is_not_enforced) {
  bind(false);
  EXPECT_EQ(outcome(), handshake_succeeded);
}

TEST_F(WithoutHandler, no_key_gets_in_when_the_domain_is_enforced) {
  bind(true);
  EXPECT_EQ(outcome(), disconnected);
}

}  // namespace
}  // namespace antin::gate
