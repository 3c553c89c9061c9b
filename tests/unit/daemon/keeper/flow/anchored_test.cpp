// Anchors on their way through the flow into the log.
#include <gtest/gtest.h>

#include "core/crypto/sha2.hpp"
#include "core/evidence/timestamp_token.hpp"
#include "tests/unit/daemon/keeper/flow/bench.hpp"
#include "tests/unit/daemon/keeper/witnessing/fake_witness.hpp"

namespace antin::keeper::test {
namespace {

class AnchoredFlow : public ::testing::Test {
 protected:
  void pass_an_hour() {
    bench.clock.reading.now += std::chrono::hours(1);
    tick();
  }
  void tick() {
    bench.life->flow->tick();
    bench.life->settle();
  }
  [[nodiscard]] std::vector<std::string> anchors() {
    std::vector<std::string> found;
    for (const auto& entry : bench.life->entries())
      if (entry.find(R"("type":"anchor")") != std::string::npos) found.push_back(entry);
    return found;
  }
  [[nodiscard]] tlog::Checkpoint newest() const {
    return bench.life->log.open(tlog::parse_note(bench.life->log.newest()).value()).value();
  }
  static base::Sha256Hash token_of(const std::string& entry) {
    const std::string before = R"("sha256":")";
    return *base::parse_sha256("sha256:" + entry.substr(entry.find(before) + before.size(), 64));
  }

  Bench bench;
};

TEST_F(AnchoredFlow, are_entered_every_hour_with_a_token_over_the_checkpoint) {
  const auto checkpoint = newest();
  tick();
  EXPECT_TRUE(anchors().empty());
  pass_an_hour();
  ASSERT_EQ(anchors().size(), 1U);
  const auto entry = anchors().front();
  EXPECT_NE(entry.find(R"("authority":"built-in")"), std::string::npos);
  EXPECT_NE(entry.find(R"("source":"development")"), std::string::npos);
  EXPECT_NE(entry.find("\"root\":\"" + base::to_base64(checkpoint.root) +
                       "\",\"size\":" + std::to_string(checkpoint.size) + ","),
            std::string::npos);
  const auto token = must(bench.life->ledger.blob(token_of(entry))).value();
  const auto imprint = base::sha256_digest(crypto::sha256(base::view(tlog::print(checkpoint))));
  const auto stamp = evidence::verify_timestamp_token(token, imprint, bench.life->in_force->seals());
  EXPECT_TRUE(stamp) << stamp.error().text;
  EXPECT_TRUE(bench.life->flow->is_logged());
}

TEST_F(AnchoredFlow, are_known_after_a_restart) {
  pass_an_hour();
  bench.restart();
  tick();
  EXPECT_EQ(anchors().size(), 1U);
  pass_an_hour();
  EXPECT_EQ(anchors().size(), 2U);
}

TEST_F(AnchoredFlow, that_fail_stop_nothing_and_are_tried_again) {
  bench.keys.stamp_failure = SigningFailure::hsm;
  pass_an_hour();
  bench.keys.stamp_failure.reset();
  EXPECT_EQ(code_of(bench.submit(bench.wish(), "p-000001")), "done");
  tick();
  EXPECT_TRUE(anchors().empty());
  bench.clock.reading.now += std::chrono::seconds(30);
  tick();
  EXPECT_EQ(anchors().size(), 1U);
}

TEST_F(AnchoredFlow, with_a_signature_that_does_not_hold_are_not_entered) {
  bench.keys.corrupt = true;
  pass_an_hour();
  bench.keys.corrupt = false;
  EXPECT_TRUE(anchors().empty());
}

TEST_F(AnchoredFlow, come_too_late_once_they_were_given_up) {
  bench.life->anchors.want_last();
  bench.life->flow->anchor();
  static_cast<void>(bench.life->flow->finish_batch());
  bench.life->anchors.give_up();
  bench.life->settle();
  EXPECT_TRUE(anchors().empty());
}

TEST_F(AnchoredFlow, from_outside_name_the_authority_and_not_our_clock) {
  const auto checkpoint = newest();
  bench.life->flow->receive(
      Anchored{checkpoint, "http://tsa.example.org", base::Bytes{1, 2, 3}, bench.clock.reading.now, base::Bytes{7}});
  bench.life->settle();
  ASSERT_EQ(anchors().size(), 1U);
  const auto entry = anchors().front();
  EXPECT_NE(entry.find(R"("authority":"external")"), std::string::npos);
  EXPECT_NE(entry.find(R"("url":"http://tsa.example.org")"), std::string::npos);
  EXPECT_EQ(entry.find(R"("clock")"), std::string::npos);
  EXPECT_EQ(must(bench.life->ledger.blob(token_of(entry))), (base::Bytes{1, 2, 3}));
}

TEST_F(AnchoredFlow, are_not_made_before_the_witnesses_have_confirmed_the_log) {
  const FakeWitness witness("w1.example");
  const auto named = witness.entry();
  bench.folder.tools().must_run(
      "printf '%s\\n' '[witnesses]' 'need = 1' 'lag = \"1m\"' 'on-lag = \"stop\"' '[[witness]]' 'name = \"" +
      named.name + "\"' 'vkey = \"" + named.vkey + "\"' 'url = \"" + named.url + "\"' >> dev/policy/log.toml");
  bench.sign_next_policy();
  bench.restart();
  pass_an_hour();
  EXPECT_TRUE(anchors().empty());
}

}  // namespace
}  // namespace antin::keeper::test
