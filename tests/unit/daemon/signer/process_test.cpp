#include "tests/unit/daemon/signer/signer_process.hpp"

namespace antin::signer {
namespace {

using local::SignerRefusal;
using std::chrono::milliseconds;

using TheSignerProcess = SignerProcess;

TEST_F(TheSignerProcess, introduces_itself_with_its_token_and_all_its_keys) {
  start();
  const auto hello = greeted();
  EXPECT_EQ(hello.token, "seals");
  std::vector<std::string> labels;
  for (const auto& key : hello.keys) labels.push_back(key.label);
  EXPECT_EQ(labels, (std::vector<std::string>{log_key, seal_key, time_key}));
}

TEST_F(TheSignerProcess, signs_seals_and_timestamps_and_refuses_all_else) {
  start();
  greeted();
  const auto seal = seal_message();
  EXPECT_TRUE(is_signed(seal, seal_key, seal.attributes));
  const auto now = clock_now();
  const auto timestamp = timestamp_message(now);
  EXPECT_TRUE(is_signed(timestamp, time_key, timestamp.attributes));

  EXPECT_EQ(refusal(seal_message(time_key)), SignerRefusal::wrong_purpose);
  EXPECT_EQ(refusal(seal_message(log_key)), SignerRefusal::wrong_purpose);
  EXPECT_EQ(refusal(timestamp_message(now, seal_key)), SignerRefusal::wrong_purpose);
  EXPECT_EQ(refusal(checkpoint_message(checkpoint(1))), SignerRefusal::checkpoint) << "it has no log-origin";
  EXPECT_EQ(refusal(seal_message("seal/79760009/school/2026.1")), SignerRefusal::no_such_key);
  auto malformed = seal_message();
  malformed.attributes.pop_back();
  EXPECT_EQ(refusal(malformed), SignerRefusal::malformed);
  auto trailing = seal_message();
  trailing.attributes.push_back(0);
  EXPECT_EQ(refusal(trailing), SignerRefusal::malformed);
  EXPECT_EQ(refusal(timestamp_message(clock_now() + milliseconds(10'000))), SignerRefusal::clock);
  EXPECT_EQ(refusal(timestamp_message(clock_now() - milliseconds(10'000))), SignerRefusal::clock);
  EXPECT_EQ(refusal(timestamp_message(now - milliseconds(1))), SignerRefusal::clock);
}

TEST_F(TheSignerProcess, of_a_log_signs_its_checkpoints_with_ed25519) {
  start({{"log-origin", origin}, {"initialise-state", ""}});
  ASSERT_EQ(exit_code(), 0);
  start({{"log-origin", origin}});
  greeted();
  const auto message = checkpoint_message(checkpoint(3));
  EXPECT_TRUE(is_signed(message, log_key, base::view(message.text), crypto::SignatureScheme::ed25519));
  EXPECT_EQ(refusal(checkpoint_message(checkpoint(3, 2))), SignerRefusal::checkpoint);
  EXPECT_EQ(refusal(checkpoint_message(checkpoint(2))), SignerRefusal::checkpoint);
  EXPECT_EQ(refusal(checkpoint_message(checkpoint(4, 1, "seal.example/2027"))), SignerRefusal::checkpoint);
  signal(SIGKILL);
  EXPECT_EQ(exit_code(), -1);

  start({{"log-origin", origin}});
  greeted();
  EXPECT_EQ(refusal(checkpoint_message(checkpoint(3, 2))), SignerRefusal::checkpoint);
  EXPECT_TRUE(is_signed(message, log_key, base::view(message.text), crypto::SignatureScheme::ed25519));
}

TEST_F(TheSignerProcess, of_a_log_refuses_to_start_without_its_memory) {
  start({{"log-origin", origin}});
  EXPECT_EQ(exit_code(), 78);
  start({{"log-origin", origin}, {"check", ""}});
  EXPECT_EQ(exit_code(), 78);
}

TEST_F(TheSignerProcess, says_how_often_its_token_was_used_also_to_a_keeper_that_comes_back) {
  start();
  EXPECT_EQ(greeted().used, 0U);
  EXPECT_EQ(std::get<local::Signed>(ask(seal_message())).used, 1U);
  EXPECT_EQ(std::get<local::Refused>(ask(seal_message(time_key))).used, 1U);
  EXPECT_EQ(std::get<local::Signed>(ask(seal_message())).used, 2U);
  hang_up();
  EXPECT_EQ(greeted().used, 2U);
}

TEST_F(TheSignerProcess, answers_many_messages_in_their_order) {
  start();
  greeted();
  constexpr std::uint64_t count = 100;
  for (std::uint64_t i = 0; i < count; ++i) {
    auto message = seal_message();
    message.operation = i;
    while (!connection().send(local::encode(local::ToSigner(message)))) {
      pollfd writable{connection().number(), POLLOUT, 0};
      ASSERT_EQ(::poll(&writable, 1, patience_ms), 1);
    }
  }
  for (std::uint64_t i = 0; i < count; ++i) {
    base::Bytes message;
    while (connection().receive(message) == local::Receipt::nothing_yet) wait_for(connection().number());
    const auto parsed = local::parse_from_signer(message);
    ASSERT_TRUE(parsed);
    EXPECT_EQ(std::get<local::Signed>(*parsed).operation, i);
  }
}

TEST_F(TheSignerProcess, comes_back_to_a_keeper_that_was_started_again) {
  start();
  greeted();
  stop_listening();
  listen();
  greeted();
  const auto seal = seal_message();
  EXPECT_TRUE(is_signed(seal, seal_key, seal.attributes));
}

TEST_F(TheSignerProcess, drops_a_peer_that_does_not_speak_its_language) {
  start();
  greeted();
  ASSERT_TRUE(connection().send(base::view("nonsense")));
  greeted();  // a new connection: the old one is gone
  const auto seal = seal_message();
  EXPECT_TRUE(is_signed(seal, seal_key, seal.attributes));
}

TEST_F(TheSignerProcess, does_not_talk_to_a_keeper_of_another_user) {
  start({{"keeper-uid", "4242"}});
  while (log().find("another user") == std::string::npos) ::usleep(10'000);
  signal(SIGTERM);
  EXPECT_EQ(exit_code(), 0);
}

TEST_F(TheSignerProcess, ends_when_it_is_told_to) {
  start();
  greeted();
  signal(SIGTERM);
  EXPECT_EQ(exit_code(), 0);
}

TEST_F(TheSignerProcess, that_was_killed_still_knows_its_last_timestamp) {
  start();
  greeted();
  const auto last = clock_now();
  const auto timestamp = timestamp_message(last);
  ASSERT_TRUE(is_signed(timestamp, time_key, timestamp.attributes));
  signal(SIGKILL);
  EXPECT_EQ(exit_code(), -1);

  start();
  greeted();
  EXPECT_EQ(refusal(timestamp_message(last - milliseconds(1))), SignerRefusal::clock);
  const auto next = timestamp_message(clock_now());
  EXPECT_TRUE(is_signed(next, time_key, next.attributes)) << "it waited until its clock had passed the durable bound";
}

TEST_F(TheSignerProcess, whose_clock_is_far_behind_its_last_timestamp_refuses_timestamps_alone) {
  write("state/last-gen-time", base::print(clock_now() + std::chrono::hours(1)) + "\n");
  start();
  greeted();
  EXPECT_EQ(refusal(timestamp_message(clock_now())), SignerRefusal::clock);
  const auto seal = seal_message();
  EXPECT_TRUE(is_signed(seal, seal_key, seal.attributes));
}

TEST_F(TheSignerProcess, refuses_to_start_without_its_memory_until_it_is_made) {
  std::filesystem::remove(path("state") / "last-gen-time");
  start();
  EXPECT_EQ(exit_code(), 78);
  start({{"initialise-state", ""}});
  EXPECT_EQ(exit_code(), 0);
  start();
  EXPECT_EQ(greeted().keys.size(), 3U);
}

TEST_F(TheSignerProcess, with_a_wrong_pin_is_not_started_again) {
  std::filesystem::remove(path("pin"));
  write("pin", "not-the-pin");
  std::filesystem::permissions(path("pin"), std::filesystem::perms(0400));
  start();
  EXPECT_EQ(exit_code(), 78);
  EXPECT_EQ(log().find("not-the-pin"), std::string::npos);
}

TEST_F(TheSignerProcess, whose_pin_others_may_read_does_not_start) {
  std::filesystem::permissions(path("pin"), std::filesystem::perms(0444));
  start();
  EXPECT_EQ(exit_code(), 78);
}

TEST_F(TheSignerProcess, without_its_token_asks_to_be_started_again) {
  start({{"token", "elsewhere"}});
  EXPECT_EQ(exit_code(), 75);
}

TEST_F(TheSignerProcess, checks_its_configuration_without_logging_in) {
  start({{"check", ""}});
  EXPECT_EQ(exit_code(), 0);
  start({{"check", ""}, {"module", "/nowhere.so"}});
  EXPECT_EQ(exit_code(), 78);
}

}  // namespace
}  // namespace antin::signer
