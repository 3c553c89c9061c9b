// Two keys at once: the one that is to end, and the next.
#include "daemon/gate/key_use.hpp"
#include "tests/unit/daemon/gate/running_gate.hpp"

namespace antin::gate {
namespace {

using std::chrono::hours;

class TwoKeys : public RunningGate {
 protected:
  TwoKeys() {
    m_settings.next_listen = "tcp://127.0.0.1:*";
    m_next_keys = new_keys();
  }
  [[nodiscard]] std::unique_ptr<Client> moved(const TestKeys& keys) const {
    auto made = std::make_unique<Client>(m_next_keys->public_z85);
    made->with_curve(keys).connect(m_next_endpoint);
    return made;
  }
};

TEST_F(TwoKeys, a_system_is_served_by_either_key_at_once) {
  start_with({m_school.public_key});
  const auto old = connected(m_school);
  const auto next = moved(m_school);
  for (int i = 0; i < 3; ++i) {
    expect_served(*old);
    expect_served(*next);
  }
}

TEST_F(TwoKeys, an_answer_goes_back_by_the_door_that_its_request_came_by) {
  start_with({m_school.public_key, m_stranger.public_key});
  const auto old = connected(m_school);
  const auto next = moved(m_stranger);
  old->ask(request_of(1));
  const auto of_old = m_keeper->next_forward();
  next->ask(request_of(2));
  const auto of_next = m_keeper->next_forward();
  const auto answer_to = [](std::uint8_t number) {
    return protocol::encode(protocol::Response{{}, base::Bytes{number}});
  };
  m_keeper->answer(of_next, answer_to(2));
  m_keeper->answer(of_old, answer_to(1));
  EXPECT_EQ(old->next_octets(), answer_to(1));
  EXPECT_EQ(next->next_octets(), answer_to(2));
}

TEST_F(TwoKeys, neither_door_knows_a_stranger) {
  start_with({m_school.public_key});
  // They ask for nothing: where the door has said no there is nobody left to send it to, and sending would wait.
  for (const auto& stranger : {connected(m_stranger), moved(m_stranger)})
    EXPECT_EQ(stranger->next_of(handshake_failed_auth).value, 400U);
}

TEST_F(TwoKeys, one_door_does_not_take_the_key_of_the_other) {
  start_with({m_school.public_key});
  Client misled(m_gate_keys.public_z85);
  misled.with_curve(m_school).connect(m_next_endpoint);
  misled.ask(request_of(1));
  m_keeper->counts_until([](const auto& counts) { return counts.unknown_system > 0; });
  const auto school = moved(m_school);
  expect_served(*school);
}

TEST_F(TwoKeys, a_system_has_one_rate_through_both_doors) {
  m_settings.rate = 1;
  m_settings.burst = 1;
  start_with({m_school.public_key});
  const auto old = connected(m_school);
  expect_served(*old);
  const auto next = moved(m_school);
  next->ask(request_of(3));
  EXPECT_EQ(next->next_error(3).code, protocol::Code::rate_limited);
}

TEST_F(TwoKeys, antind_hears_of_the_next_key_on_each_connection) {
  start();
  for (int i = 0; i < 2; ++i) {
    m_keeper->wait_for_gate();
    const auto message = m_keeper->next();
    const auto* next = std::get_if<local::NextKey>(&message);
    ASSERT_NE(next, nullptr);
    EXPECT_EQ(next->endpoint, m_next_endpoint);
    EXPECT_EQ(next->key, m_next_keys->public_key);
    m_keeper->go_away();
    m_keeper->come_back();
  }
}

TEST_F(TwoKeys, clients_are_told_what_they_can_dial) {
  m_settings.next_endpoint = "tcp://seal.example:9980";
  start();
  m_keeper->wait_for_gate();
  const auto message = m_keeper->next();
  EXPECT_EQ(std::get<local::NextKey>(message).endpoint, "tcp://seal.example:9980");
}

TEST_F(TwoKeys, nobody_is_told_to_dial_every_address) {
  m_settings.next_listen = "tcp://*:*";
  EXPECT_THROW(start(), std::runtime_error);
  m_settings.next_listen = "ipc://somewhere";
  EXPECT_THROW(start(), std::runtime_error);
}

TEST(KeyUse, tells_of_each_system_once_a_day_and_forgets_it_after_one) {
  KeyUse use;
  const local::CurveKey school{1}, other{2};
  const KeyUse::Clock::time_point start{};
  EXPECT_TRUE(use.note(school, start));
  EXPECT_FALSE(use.note(school, start + hours(23)));
  EXPECT_TRUE(use.note(other, start + hours(40)));
  EXPECT_EQ(use.of_late(start + hours(47)), (std::vector{school, other}));
  EXPECT_EQ(use.of_late(start + hours(48)), std::vector{other});
  EXPECT_TRUE(use.note(school, start + hours(48)));
}

TEST(KeyUse, names_the_systems_that_are_still_registered) {
  Registry registry;
  registry.take({true, true, {{local::CurveKey{1}, "school-1"}, {local::CurveKey{3}, "school-3"}}});
  KeyUse use;
  use.note(local::CurveKey{1}, {});
  use.note(local::CurveKey{2}, {});
  use.keep_only(registry);
  EXPECT_EQ(describe(use.of_late({}), registry), "1 of 2 systems used the key that is to end within a day: school-1");
  EXPECT_EQ(describe({}, registry), "no system used the key that is to end within a day, or since the start");
}

}  // namespace
}  // namespace antin::gate
