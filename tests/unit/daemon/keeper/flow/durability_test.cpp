#include <gtest/gtest.h>

#include "core/tlog/hash.hpp"
#include "tests/unit/daemon/keeper/flow/bench.hpp"

namespace antin::keeper::test {
namespace {

TEST(Flow, no_order_reaches_a_signer_and_no_answer_leaves_before_the_ledger_has_committed) {
  Bench bench;
  const auto leaf = bench.teacher_done();
  bench.keys.on_order = [&] {
    EXPECT_FALSE(bench.life->ledger.has_uncommitted());
    const auto steps = must(bench.life->ledger.steps("79760001", "hoc-ba", bench.wish().record, 1));
    EXPECT_EQ(steps.size(), 2U);  // the intent is there before the key is used
  };
  const auto before = bench.life->ledger.commits();
  bench.done(bench.principal_wish(leaf), "p-000002");
  // Intent; signature; entry; checkpoint: four commits, and each was made before what depends on it.
  EXPECT_EQ(bench.life->ledger.commits(), before + 4);
  EXPECT_FALSE(bench.life->ledger.has_uncommitted());
}

TEST(Flow, a_failed_commit_throws_and_nothing_of_the_batch_leaves) {
  Bench bench;
  bench.life->ledger.next_commit_fails = LedgerError{LedgerFault::commit, "the test's disk"};
  EXPECT_THROW(bench.submit(bench.wish(), "p-000001"), LedgerFailure);
  EXPECT_EQ(bench.keys.stamps, 0U);
  EXPECT_EQ(bench.keys.seals, 0U);
}

TEST(Flow, a_failed_write_throws_and_those_who_wait_hear_ledger_unavailable) {
  Bench bench;
  bench.keys.hold = true;
  bench.submit(bench.wish(), "p-000001");
  bench.life->ledger.next_write_fails = LedgerError{LedgerFault::write, "the test's disk is full"};
  EXPECT_THROW(bench.submit(bench.principal_wish({}), "p-000002"), LedgerFailure);
  const auto answers = bench.life->flow->refuse_all_waiting();
  ASSERT_EQ(answers.size(), 1U);
  const auto response = protocol::parse_response(answers[0].response);
  EXPECT_EQ(std::get<protocol::WireError>(response.value().outcome).code, protocol::Code::ledger_unavailable);
  EXPECT_TRUE(std::get<protocol::WireError>(response.value().outcome).retry);
}

TEST(Flow, after_a_kill_an_open_intent_is_finished_and_the_clients_retry_gets_it) {
  Bench bench;
  const auto leaf = bench.teacher_done();
  bench.keys.hold = true;
  const auto request = bench.request(bench.principal_wish(leaf), {"p-000002"});
  EXPECT_EQ(code_of(bench.life->send(request)), "nothing");
  const auto asked = must(bench.life->ledger.open_intents());
  ASSERT_EQ(asked.size(), 1U);

  bench.keys.hold = false;
  bench.restart();
  EXPECT_TRUE(must(bench.life->ledger.open_intents()).empty());
  const auto result = step_result(bench.life->send(request));
  EXPECT_FALSE(result.seal.empty());
  EXPECT_EQ(bench.keys.seals, 2U);  // once lost with the kill, once by recovery; the repeat needed none
}

TEST(Flow, recovery_stamps_a_signature_that_was_kept_instead_of_signing_again) {
  Bench bench;
  const auto leaf = bench.teacher_done();
  bench.keys.stamp_failure = SigningFailure::hsm;
  EXPECT_EQ(code_of(bench.submit(bench.principal_wish(leaf), "p-000002")), "HSM_UNAVAILABLE");
  const auto kept = must(bench.life->ledger.open_intents()).at(0).signature;
  ASSERT_TRUE(kept);

  bench.keys.stamp_failure.reset();
  bench.restart();
  EXPECT_EQ(bench.keys.seals, 1U);
  const auto result = step_result(bench.submit(bench.principal_wish(leaf), "p-000002"));
  const auto found = std::search(result.seal.begin(), result.seal.end(), kept->begin(), kept->end());
  EXPECT_NE(found, result.seal.end());
}

TEST(Flow, an_intent_whose_key_left_the_policy_is_closed_by_an_abandoned_entry_and_may_be_tried_again) {
  Bench bench;
  const auto leaf = bench.teacher_done();
  bench.keys.hold = true;
  bench.submit(bench.principal_wish(leaf), "p-000002");
  bench.keys.hold = false;
  // The key gets another certificate: what the intent holds names the old one.
  const SoftwareKeys renewed(bench.folder);
  bench.sign_next_policy();
  bench.restart();
  EXPECT_TRUE(must(bench.life->ledger.open_intents()).empty());
  const auto abandoned = bench.life->entries().back();
  EXPECT_NE(abandoned.find("\"type\":\"abandoned\""), std::string::npos) << abandoned;
  EXPECT_NE(abandoned.find("NO_SEAL_KEY"), std::string::npos);
  EXPECT_EQ(must(bench.life->ledger.steps("79760001", "hoc-ba", bench.wish().record, 1)).size(), 1U);
}

TEST(Flow, a_failing_hsm_leaves_the_intent_open_and_a_repeat_finishes_it) {
  Bench bench;
  const auto leaf = bench.teacher_done();
  bench.keys.seal_failure = SigningFailure::hsm;
  EXPECT_EQ(code_of(bench.submit(bench.principal_wish(leaf), "p-000002")), "HSM_UNAVAILABLE");
  EXPECT_NE(bench.life->entries().back().find("\"type\":\"failed\""), std::string::npos);
  auto other = bench.principal_wish(leaf);
  other.digest.value[0] ^= 1;
  EXPECT_EQ(code_of(bench.submit(other, "p-000002")), "DIGEST_DIFFERS");
  bench.keys.seal_failure.reset();
  EXPECT_EQ(code_of(bench.submit(bench.principal_wish(leaf), "p-000002")), "done");
}

TEST(Flow, a_parked_step_is_driven_again_when_a_signer_dials_in) {
  Bench bench;
  bench.keys.stamp_failure = SigningFailure::hsm;
  bench.submit(bench.wish(), "p-000001");
  bench.keys.stamp_failure.reset();
  bench.life->flow->signer_arrived();
  bench.life->settle();
  EXPECT_TRUE(must(bench.life->ledger.open_intents()).empty());
}

TEST(Flow, a_signature_that_does_not_hold_is_never_recorded) {
  Bench bench;
  const auto leaf = bench.teacher_done();
  bench.keys.corrupt = true;
  EXPECT_EQ(code_of(bench.submit(bench.principal_wish(leaf), "p-000002")), "HSM_UNAVAILABLE");
  EXPECT_FALSE(must(bench.life->ledger.open_intents()).at(0).signature);
  auto other = bench.wish();
  other.record = "1.other";
  EXPECT_EQ(code_of(bench.submit(other, "p-000001")), "HSM_UNAVAILABLE");  // the timestamp's neither
}

TEST(Flow, a_bug_while_serving_one_request_is_answered_and_undone_and_the_next_one_is_served) {
  Bench bench;
  const auto before = bench.life->entries().size();
  bench.life->ledger.next_append_throws = true;
  EXPECT_EQ(code_of(bench.submit(bench.principal_wish({}), "p-000002")), "INTERNAL");
  ASSERT_EQ(bench.life->entries().size(), before + 1);
  EXPECT_NE(bench.life->entries().back().find("\"type\":\"failed\""), std::string::npos);
  EXPECT_EQ(code_of(bench.submit(bench.wish(), "p-000001")), "done");
}

TEST(Flow, a_bug_while_recording_parks_the_step_and_a_repeat_finishes_it) {
  Bench bench;
  const auto checkpoints = bench.keys.checkpoints;
  bench.keys.on_order = [&] { bench.life->ledger.next_append_throws = bench.keys.checkpoints == checkpoints; };
  EXPECT_EQ(code_of(bench.submit(bench.wish(), "p-000001")), "INTERNAL");
  bench.keys.on_order = nullptr;
  EXPECT_EQ(code_of(bench.submit(bench.wish(), "p-000001")), "done");
}

}  // namespace
}  // namespace antin::keeper::test
