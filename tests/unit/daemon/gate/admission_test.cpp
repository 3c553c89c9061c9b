// Who gets in: real libzmq clients, over TCP.
#include <arpa/inet.h>
#include <sys/socket.h>

#include "core/base/descriptor.hpp"
#include "tests/unit/daemon/gate/running_gate.hpp"

namespace antin::gate {
namespace {

// A connection that has sent the greeting of ZMTP 3.1 (RFC 37/ZMTP) with the mechanism PLAIN, and waits.
class PlainGreeting {
 public:
  explicit PlainGreeting(const std::string& endpoint) {
    std::string greeting(64, '\0');
    greeting.replace(0, 1, "\xff").replace(9, 3, "\x7f\x03\x01").replace(12, 5, "PLAIN");
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(std::stoi(endpoint.substr(endpoint.rfind(':') + 1))));
    if (::connect(m_socket.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        ::send(m_socket.number(), greeting.data(), greeting.size(), MSG_NOSIGNAL) != 64)
      throw std::runtime_error("no connection to " + endpoint);
  }

 private:
  base::Descriptor m_socket{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
};

TEST_F(RunningGate, a_registered_key_gets_its_request_through_and_its_response_back) {
  start_with({m_school.public_key});
  const auto school = connected(m_school);
  school->ask(request_of(1));
  const auto forward = m_keeper->next_forward();
  EXPECT_EQ(forward.caller, m_school.public_key);
  EXPECT_EQ(forward.request, request_of(1));
  const auto response = protocol::encode(protocol::Response{{}, base::Bytes{9}});
  m_keeper->answer(forward, response);
  EXPECT_EQ(school->next_octets(), response);
}

TEST_F(RunningGate, an_unregistered_key_is_refused_and_counted) {
  start_with({m_school.public_key});
  const auto stranger = connected(m_stranger);
  stranger->ask(request_of(1));
  EXPECT_EQ(stranger->next_of(handshake_failed_auth).value, 400U);
  m_keeper->counts_until([](const auto& counts) { return counts.unknown_system > 0; });
  const auto school = connected(m_school);
  expect_served(*school);  // and the first request that antind ever sees is the school's
}

TEST_F(RunningGate, nobody_gets_in_before_the_list_is_there) {
  m_settings.handshake_ms = 200;
  start();
  m_keeper->wait_for_gate();
  const auto school = connected(m_school);
  school->ask(request_of(1));
  EXPECT_EQ(school->next_of(disconnected | handshake_succeeded | handshake_failed_auth).event, disconnected);
  m_keeper->register_only({m_school.public_key});
  EXPECT_EQ(m_keeper->next_forward().request, request_of(1)) << "the client's library tries again by itself";
}

TEST_F(RunningGate, half_a_list_lets_nobody_in) {
  m_settings.handshake_ms = 200;
  start();
  m_keeper->wait_for_gate();
  m_keeper->tell(local::Systems{true, false, {{m_school.public_key, "school"}}});
  const auto school = connected(m_school);
  EXPECT_EQ(school->next_of(disconnected | handshake_succeeded | handshake_failed_auth).event, disconnected);
  m_keeper->tell(local::Systems{false, true, {}});
  expect_served(*school);
}

TEST_F(RunningGate, a_key_that_is_taken_off_the_list_counts_no_more_at_once) {
  start_with({m_school.public_key});
  const auto school = connected(m_school);
  expect_served(*school);
  m_keeper->register_only({m_stranger.public_key});
  const auto other = connected(m_stranger);
  expect_served(*other);  // so the gate has the new list
  school->ask(request_of(5));
  const auto error = school->next_error(5);
  EXPECT_EQ(error.code, protocol::Code::unknown_system);
  EXPECT_FALSE(error.retry);
}

TEST_F(RunningGate, a_client_without_encryption_gets_nothing) {
  start_with({m_school.public_key});
  const auto plain = client();
  plain->connect(m_endpoint);
  plain->ask(request_of(1));
  EXPECT_EQ(plain->next_of(disconnected | handshake_succeeded).event, disconnected);
  const auto school = connected(m_school);
  expect_served(*school);  // and the first request that antind ever sees is the school's
}

TEST_F(RunningGate, a_client_with_a_password_gets_nothing) {
  start_with({m_school.public_key});
  // Not libzmq's own client, which may notice first that the gate wants CURVE, and then hang up before the gate has
  // seen what it wants.
  const PlainGreeting plain(m_endpoint);
  m_keeper->counts_until([](const auto& counts) { return counts.unknown_system > 0; });
  const auto school = connected(m_school);
  expect_served(*school);
}

TEST_F(RunningGate, a_client_of_another_gate_key_gets_nothing) {
  start_with({m_school.public_key});
  Client misled(m_stranger.public_z85);
  misled.with_curve(m_school).connect(m_endpoint);
  misled.ask(request_of(1));
  m_keeper->counts_until([](const auto& counts) { return counts.unknown_system > 0; });
  const auto school = connected(m_school);
  expect_served(*school);
}

TEST_F(RunningGate, connections_beyond_the_limit_have_to_wait) {
  m_settings.connections = 1;
  m_settings.handshake_ms = 100;
  start_with({m_school.public_key, m_stranger.public_key});
  auto first = connected(m_school);
  expect_served(*first);
  // A connection counts as established after the handshake's time; until then a second one still comes in.
  auto second = connected(m_stranger);
  while (second->next_of(disconnected | handshake_succeeded).event == handshake_succeeded)
    second = connected(m_stranger);
  m_keeper->counts_until([](const auto& counts) { return counts.overloaded > 0; });
  second->ask(request_of(2));
  first.reset();
  EXPECT_EQ(m_keeper->next_forward().caller, m_stranger.public_key);
}

TEST_F(RunningGate, the_endpoint_file_names_where_it_listens) {
  start();
  std::ifstream file(m_settings.endpoint_file);
  std::string line;
  ASSERT_TRUE(std::getline(file, line));
  EXPECT_EQ(line, m_endpoint);
  EXPECT_TRUE(line.starts_with("tcp://127.0.0.1:"));
  EXPECT_EQ(line.find('*'), std::string::npos);
}

TEST_F(RunningGate, an_address_that_is_not_tcp_is_refused) {
  m_settings.listen = "ipc://" + m_folder + "/open";
  const auto keys = curve_keys(secret_of(m_gate_keys.secret_z85));
  EXPECT_FALSE(Gate::open(m_settings, *keys));
  m_settings.listen = "tcp://not an address";
  EXPECT_FALSE(Gate::open(m_settings, *keys));
}

}  // namespace
}  // namespace antin::gate
