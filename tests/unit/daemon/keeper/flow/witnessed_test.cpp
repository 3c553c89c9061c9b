// What the flow does, and does not, for the witnesses' sake.
#include <gtest/gtest.h>

#include "core/tlog/hash.hpp"
#include "tests/support/endings.hpp"
#include "tests/unit/daemon/keeper/flow/bench.hpp"
#include "tests/unit/daemon/keeper/witnessing/fake_witness.hpp"

namespace antin::keeper::test {
namespace {

class WitnessedFlow : public ::testing::Test {
 protected:
  void watch() {
    const auto entry = witness.entry();
    bench.folder.tools().must_run(
        "printf '%s\\n' '[witnesses]' 'need = 1' 'lag = \"1m\"' 'on-lag = \"stop\"' '[[witness]]' 'name = \"" +
        entry.name + "\"' 'vkey = \"" + entry.vkey + "\"' 'url = \"" + entry.url + "\"' >> dev/policy/log.toml");
    bench.sign_next_policy();
    bench.restart();
  }
  // All that the witness is to be asked now.
  void carry() {
    for (int round = 0; round < 3; ++round) {
      for (const auto& fetch : bench.life->witnesses.next(now))
        if (const auto cosignature = bench.life->witnesses.take(witness.answer(fetch), now))
          bench.life->flow->receive(*cosignature);
      now += std::chrono::seconds(1);
      bench.life->flow->tick();
      bench.life->settle();
    }
  }
  [[nodiscard]] std::uint64_t signed_size() { return must(bench.life->ledger.last_checkpoint()).value().size; }
  static std::string proof_of(const std::optional<protocol::Response>& response) {
    return tlog::parse_proof(response.value().proof).value().note;
  }

  Bench bench;
  FakeWitness witness{"w1.example"};
  Witnesses::Moment now{std::chrono::hours(1)};
};

TEST_F(WitnessedFlow, seals_nothing_before_the_witnesses_were_asked) {
  watch();
  EXPECT_EQ(code_of(bench.submit(bench.wish(), "p-000001")), "WITNESS_LAG");
  EXPECT_NE(bench.life->entries().back().find(R"("code":"WITNESS_LAG")"), std::string::npos);
  EXPECT_NE(bench.life->entries().back().find(R"("type":"failed")"), std::string::npos);
  carry();
  EXPECT_EQ(code_of(bench.submit(bench.wish(), "p-000001")), "done");
}

TEST_F(WitnessedFlow, signs_no_checkpoint_of_an_older_log_before_the_witnesses_were_asked) {
  const auto before = signed_size();
  watch();
  bench.life->flow->tick();
  bench.life->settle();
  EXPECT_EQ(signed_size(), before);
  carry();
  EXPECT_GT(signed_size(), before);
  EXPECT_TRUE(bench.life->flow->is_logged());
}

TEST_F(WitnessedFlow, gives_a_proof_that_the_witness_has_cosigned_once_it_has) {
  watch();
  carry();
  const auto request = bench.request(bench.wish(), {"p-000001"});
  const auto provisional = bench.life->send(request);
  EXPECT_FALSE(tlog::cosigned_at(tlog::parse_note(proof_of(provisional)).value(), witness.vkey()));
  carry();
  const auto final = bench.life->send(request);
  EXPECT_EQ(step_result(final).entry, step_result(provisional).entry);
  EXPECT_TRUE(tlog::cosigned_at(tlog::parse_note(proof_of(final)).value(), witness.vkey()));
}

TEST_F(WitnessedFlow, stops_sealing_and_stamping_while_the_witness_lags_but_still_gives_what_is_done) {
  watch();
  carry();
  const auto request = bench.request(bench.wish(), {"p-000001"});
  ASSERT_EQ(code_of(bench.life->send(request)), "done");
  bench.clock.reading.now += std::chrono::seconds(61);
  EXPECT_EQ(code_of(bench.life->send(request)), "done");
  auto other = bench.wish();
  other.record = "1.another";
  EXPECT_EQ(code_of(bench.submit(other, "p-000001")), "WITNESS_LAG");
  const protocol::Request stamp{crypto::random_array<16>(), protocol::Timestamp{base::Bytes(8, 1)}};
  EXPECT_EQ(code_of(bench.life->send(stamp)), "WITNESS_LAG");
  carry();
  EXPECT_EQ(code_of(bench.submit(other, "p-000001")), "done");
}

TEST_F(WitnessedFlow, ends_no_revision_while_the_witness_lags_but_still_gives_an_ending_that_is_done) {
  watch();
  carry();
  auto key = bench.folder.person("p-000002");
  const auto ending = [&](const std::string& record) {
    auto wish = bench.wish();
    wish.record = record;
    auto at = bench.principal_wish(tlog::leaf_hash(bench.done(wish, "p-000001").entry));
    at.record = record;
    const auto statement = antin::test::ending_of(base::Act::returned, at, "incomplete");
    const auto approval = antin::test::sign(statement, key, bench.clock.reading.now);
    return protocol::Request{crypto::random_array<16>(), antin::test::end_of(statement, {approval})};
  };
  const auto first = ending("1.first"), second = ending("1.second");
  ASSERT_EQ(code_of(bench.life->send(first)), "done");
  bench.clock.reading.now += std::chrono::seconds(61);
  EXPECT_EQ(code_of(bench.life->send(first)), "done");
  EXPECT_EQ(code_of(bench.life->send(second)), "WITNESS_LAG");
  carry();
  EXPECT_EQ(code_of(bench.life->send(second)), "done");
}

TEST_F(WitnessedFlow, finishes_what_was_open_only_after_the_witnesses_were_asked) {
  bench.keys.hold = true;
  const auto request = bench.request(bench.wish(), {"p-000001"});
  ASSERT_EQ(code_of(bench.life->send(request)), "nothing");
  bench.keys.hold = false;
  const auto stamps = bench.keys.stamps;
  watch();
  bench.life->flow->signer_arrived();
  bench.life->settle();
  EXPECT_EQ(code_of(bench.life->send(request)), "WITNESS_LAG");
  EXPECT_EQ(bench.keys.stamps, stamps);
  carry();
  EXPECT_EQ(bench.keys.stamps, stamps + 1);
  EXPECT_EQ(code_of(bench.life->send(request)), "done");
}

}  // namespace
}  // namespace antin::keeper::test
