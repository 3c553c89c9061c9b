// Work that is under way when it is stopped: nothing of it is ordered or done until the resume, and nothing is lost.
#include "tests/unit/daemon/keeper/flow/stop_bench.hpp"

namespace antin::keeper::test {
namespace {

using antin::test::signed_stop;
using antin::test::stop_of;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Not;

class HeldBack : public StoppedFlow {
 protected:
  // The principal's step waits for its signatures; the request that asked for it.
  protocol::Request waiting() {
    auto request = bench.request(bench.principal_wish(bench.teacher_done()), {"p-000002"});
    stamps = bench.keys.stamps;
    bench.keys.defer = true;
    EXPECT_EQ(code_of(bench.life->send(request)), "nothing");
    return request;
  }
  void arrive() {
    bench.keys.defer = false;
    bench.keys.arrive();
    bench.life->settle();
  }
  unsigned stamps = 0;
};

TEST_F(HeldBack, a_seal_that_was_under_way_is_kept_and_its_step_is_done_after_the_resume_alone) {
  const auto request = waiting();
  const auto leaf = stopped(school_key);
  arrive();
  EXPECT_EQ(must(bench.life->ledger.open_intents()).at(0).signature.has_value(), true);
  EXPECT_EQ(bench.keys.stamps, stamps) << "nothing more is ordered";
  EXPECT_THAT(types_since_the_stop(), Not(Contains("done")));
  EXPECT_EQ(code_of(send(protocol::About{})), "STOPPED") << "who waited is told";
  EXPECT_EQ(resume(school_key, leaf), "done");
  EXPECT_EQ(bench.keys.seals, 1U) << "sealed once";
  EXPECT_EQ(must(bench.life->ledger.open_intents()).size(), 0U);
  const auto types = types_since_the_stop();
  EXPECT_EQ(types.back(), "done");
  EXPECT_THAT(std::vector(types.begin(), types.begin() + 3), ElementsAre("stop-order", "denied", "resume-order"));
}

TEST_F(HeldBack, a_token_that_was_under_way_is_made_anew_after_the_resume) {
  waiting();
  bench.keys.arrive();  // the seal's signature; the token's order goes out
  bench.life->settle();
  EXPECT_EQ(bench.keys.stamps, stamps + 1);
  const auto leaf = stopped("key time/antin/tsa/2026.1");
  arrive();
  EXPECT_THAT(types_since_the_stop(), Not(Contains("done")));
  bench.restart();
  EXPECT_THAT(types_since_the_stop(), Not(Contains("done")));
  EXPECT_EQ(resume("key time/antin/tsa/2026.1", leaf), "done");
  EXPECT_THAT(types_since_the_stop(), Contains("done"));
  EXPECT_EQ(bench.keys.seals, 1U);
}

TEST_F(HeldBack, an_order_of_the_same_batch_never_leaves) {
  const auto request = bench.request(bench.principal_wish(bench.teacher_done()), {"p-000002"});
  const auto key = bench.folder.read("client/school-79760001.pub");
  const auto caller = client::parse_curve_public_key(base::text(key)).value();
  const local::Forward forward{caller, {0, 1, 2, 3, 4}, protocol::encode(request)};
  bench.life->flow->receive(forward);
  const auto order = signed_stop(bench.folder, stop_of(school_key, now()), "so-1", now());
  const auto ordered = bench.life->flow->take_order(order, {});
  EXPECT_FALSE(ordered.refusal);
  bench.life->settle();
  EXPECT_EQ(bench.keys.seals, 0U);
  EXPECT_EQ(must(bench.life->ledger.open_intents()).size(), 1U) << "it is open, and goes on";
}

TEST_F(HeldBack, an_open_step_waits_for_the_resume_over_a_restart_and_whatever_signer_comes) {
  const auto request = waiting();
  const auto leaf = stopped("unit 79760001");
  bench.keys.defer = false;
  bench.restart();
  bench.life->flow->signer_arrived();
  bench.life->settle();
  EXPECT_EQ(bench.keys.seals, 1U) << "the one from before";
  EXPECT_EQ(code_of(bench.life->send(request)), "STOPPED");
  EXPECT_EQ(resume("unit 79760001", leaf), "done");
  EXPECT_EQ(bench.keys.seals, 2U);
  EXPECT_EQ(code_of(bench.life->send(request)), "done");
  EXPECT_THAT(types_since_the_stop(), Contains("done"));
}

TEST_F(HeldBack, a_signature_that_arrives_after_the_resume_goes_on_as_if_nothing_had_been) {
  waiting();
  const auto leaf = stopped(school_key);
  ASSERT_EQ(resume(school_key, leaf), "done");
  EXPECT_EQ(bench.keys.seals, 1U) << "it is under way still";
  arrive();
  EXPECT_THAT(types_since_the_stop(), Contains("done"));
  EXPECT_EQ(bench.keys.seals, 1U);
}

TEST_F(HeldBack, a_timestamp_that_was_under_way_is_refused) {
  bench.keys.defer = true;
  const auto request = timestamp_request();
  EXPECT_EQ(code_of(bench.life->send(request)), "nothing");
  stopped("appliance");
  arrive();
  EXPECT_EQ(code_of(send(protocol::About{})), "STOPPED");
  EXPECT_THAT(types_since_the_stop(), Not(Contains("timestamp")));
}

TEST_F(HeldBack, nothing_is_anchored_by_a_time_key_that_is_stopped) {
  const auto leaf = stopped("key time/antin/tsa/2026.1");
  const auto before = bench.keys.stamps;
  bench.clock.reading.now += std::chrono::hours(1);
  bench.life->flow->tick();
  bench.life->flow->want_last_anchor();
  bench.life->flow->anchor();
  bench.life->settle();
  EXPECT_EQ(bench.keys.stamps, before);
  EXPECT_FALSE(bench.life->anchors.wants_last());
  ASSERT_EQ(resume("key time/antin/tsa/2026.1", leaf), "done");
  bench.life->flow->tick();
  bench.life->settle();
  EXPECT_GT(bench.keys.stamps, before);
}

TEST_F(HeldBack, work_of_other_units_and_keys_goes_on) {
  const auto request = waiting();
  stopped("key seal/79/department/2026.1");
  arrive();
  EXPECT_EQ(code_of(bench.life->send(request)), "done");
}

}  // namespace
}  // namespace antin::keeper::test
