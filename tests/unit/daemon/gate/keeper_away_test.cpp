// What the gate does while antind is away, silent, or not itself.
#include "tests/unit/daemon/gate/running_gate.hpp"

namespace antin::gate {
namespace {

using protocol::Code;

TEST_F(RunningGate, without_antind_a_system_is_told_to_try_again) {
  start_with({m_school.public_key});
  const auto school = connected(m_school);
  expect_served(*school);
  m_keeper->go_away();
  school->ask(request_of(3));
  const auto error = school->next_error(3);
  EXPECT_EQ(error.code, Code::overloaded);
  EXPECT_TRUE(error.retry);
  EXPECT_GT(error.retry_after_ms, 0U);
}

TEST_F(RunningGate, it_finds_antind_again_and_reports_what_it_refused_meanwhile) {
  start_with({m_school.public_key});
  const auto school = connected(m_school);
  expect_served(*school);
  m_keeper->go_away();
  school->ask(request_of(3));
  EXPECT_EQ(school->next_error(3).code, Code::overloaded);
  m_keeper->come_back();
  m_keeper->wait_for_gate();
  m_keeper->register_only({m_school.public_key});
  m_keeper->counts_until([](const auto& counts) { return counts.overloaded == 1; });
  expect_served(*school);
}

TEST_F(RunningGate, a_silent_antind_fills_a_bounded_queue_and_then_systems_are_told_to_try_again) {
  start_with({m_school.public_key});
  const auto school = connected(m_school);
  expect_served(*school);
  const auto large = request_of(4, protocol::frame_limit);
  constexpr std::uint64_t requests = 200;  // 12 MB, more than the socket and the queue hold
  for (std::uint64_t i = 0; i < requests; ++i) school->ask(large);
  EXPECT_EQ(school->next_error(4).code, Code::overloaded);
  std::uint64_t forwarded = 0;
  while (m_keeper->counts().overloaded + forwarded < requests) forwarded += m_keeper->next_is_request() ? 1 : 0;
  EXPECT_GE(forwarded, 64U);
}

TEST_F(RunningGate, a_stop_goes_before_all_that_waits_for_antind_though_the_queue_is_full) {
  start_with({m_school.public_key, m_stranger.public_key});
  const auto school = connected(m_school);
  const auto department = connected(m_stranger);
  expect_served(*school);
  expect_served(*department);
  const auto large = request_of(4, protocol::frame_limit);
  constexpr std::uint64_t requests = 200;
  for (std::uint64_t i = 0; i < requests; ++i) school->ask(large);
  EXPECT_EQ(school->next_error(4).code, Code::overloaded);
  protocol::Request stop{{}, protocol::Stop{{'s'}, {'c'}}};
  stop.id.fill(5);
  const auto asked = protocol::encode(stop);
  department->ask(asked);
  department->ask(request_of(6));
  EXPECT_EQ(department->next_error(6).code, Code::overloaded) << "what is no stop waits like all";
  bool stopped = false;
  for (int behind = 0; behind < 64; behind += stopped ? 1 : 0)
    stopped = m_keeper->next_forward().request == asked || stopped;
}

TEST_F(RunningGate, what_waited_for_an_antind_that_went_away_is_answered) {
  m_settings.high_water_mark = 400;  // this school reads its 200 answers late: none may find no room
  start_with({m_school.public_key});
  const auto school = connected(m_school);
  expect_served(*school);
  const auto large = request_of(4, protocol::frame_limit);
  for (int i = 0; i < 200; ++i) school->ask(large);
  EXPECT_EQ(school->next_error(4).code, Code::overloaded);  // the queue is full
  m_keeper->go_away();
  // All but the first few, which were in the buffer of the socket.
  for (int i = 0; i < 180; ++i) EXPECT_EQ(school->next_error(4).code, Code::overloaded);
}

TEST_F(RunningGate, an_antind_that_says_what_is_no_message_is_left) {
  start_with({m_school.public_key});
  m_keeper->say({0xff, 1, 2, 3});
  EXPECT_TRUE(m_keeper->is_left());
  m_keeper->wait_for_gate();
  m_keeper->register_only({m_school.public_key});
  const auto school = connected(m_school);
  expect_served(*school);
}

TEST_F(RunningGate, an_antind_that_sends_half_a_list_from_the_middle_is_left) {
  start_with({m_school.public_key});
  m_keeper->tell(local::Systems{false, true, {}});
  EXPECT_TRUE(m_keeper->is_left());
  m_keeper->wait_for_gate();
  const auto school = connected(m_school);
  expect_served(*school);  // the last whole list still counts
}

TEST_F(RunningGate, a_keeper_of_another_user_is_not_spoken_to) {
  m_settings.keeper_uid = ::getuid() + 1;
  m_settings.handshake_ms = 200;
  start();
  const auto school = connected(m_school);
  EXPECT_EQ(school->next_of(disconnected | handshake_succeeded | handshake_failed_auth).event, disconnected);
}

}  // namespace
}  // namespace antin::gate
