#include <algorithm>

#include "core/crypto/sha2.hpp"
#include "tests/unit/daemon/keeper/witnessing/witness_bench.hpp"

namespace antin::keeper::test {
namespace {

TEST_F(OneWitness, is_first_asked_what_it_has) {
  const auto asked = only();
  EXPECT_EQ(asked.method, local::FetchMethod::get);
  EXPECT_EQ(asked.url, "http://w1.example/checkpoint/" + base::to_hex(crypto::sha256(base::view(origin))));
}

TEST_F(OneWitness, is_offered_the_newest_checkpoint_and_the_log_has_its_line) {
  grow(3);
  round(2);
  EXPECT_EQ(witness().last.size, 3U);
  EXPECT_EQ(covered(), 3U);
  const auto note = tlog::parse_note(log->cosigned()).value();
  EXPECT_TRUE(tlog::is_signed_by(note, key.verifier()));
  EXPECT_TRUE(tlog::cosigned_at(note, witness().vkey()));
  EXPECT_EQ(tlog::parse_proof(log->proof_of(0)).value().note, log->cosigned());
}

TEST_F(OneWitness, is_led_from_each_checkpoint_to_the_next) {
  confirm();
  for (const int more : {1, 1, 5, 250, 1}) {
    grow(more);
    round();
    EXPECT_EQ(covered(), log->size());
  }
}

TEST_F(OneWitness, is_asked_one_thing_at_a_time) {
  const auto first = only();
  now += std::chrono::hours(1);
  EXPECT_TRUE(next().empty());
  take(witness().answer(first));
  grow(1);
  EXPECT_EQ(next().size(), 1U);
}

TEST_F(OneWitness, is_asked_at_most_once_a_second) {
  confirm();
  grow(1);
  take(witness().answer(only()));
  grow(1);
  now += std::chrono::milliseconds(999);
  EXPECT_TRUE(next().empty());
  now += std::chrono::milliseconds(1);
  EXPECT_EQ(next().size(), 1U);
}

TEST_F(OneWitness, that_has_the_newest_checkpoint_is_left_alone) {
  grow(1);
  round(2);
  const auto requests = witness().requests;
  round(100);
  EXPECT_EQ(witness().requests, requests);
}

TEST_F(OneWitness, counts_after_a_start_as_before) {
  grow(3);
  round(2);
  const auto cosigned = log->cosigned();
  wake();
  EXPECT_EQ(log->cosigned(), cosigned);
}

TEST_F(OneWitness, whose_answer_was_lost_shows_its_cosignature_at_the_next_start) {
  grow(3);
  confirm();
  static_cast<void>(witness().answer(only()));
  wake();
  EXPECT_EQ(covered(), 0U);
  round();
  EXPECT_EQ(covered(), 3U);
}

TEST_F(OneWitness, is_asked_anew_when_the_courier_was_gone) {
  grow(3);
  confirm();
  static_cast<void>(witness().answer(only()));
  witnesses->courier_gone();
  round();
  round();
  EXPECT_EQ(covered(), 3U);
}

TEST_F(OneWitness, that_disagrees_is_asked_again_and_led_on_from_there) {
  confirm();
  grow(3);
  witness().remember(log->newest());  // by another way
  grow(2);
  round();  // 409
  EXPECT_EQ(witness().last.size, 3U);
  EXPECT_TRUE(witnesses->may_seal(second(0)));  // it is not a failure
  round(2);
  EXPECT_EQ(covered(), 5U);
}

TEST_F(OneWitness, that_is_no_longer_named_does_not_count_after_a_start) {
  grow(3);
  round(2);
  all.clear();
  all.emplace_back("w2.example");
  wake();
  EXPECT_EQ(covered(), 0U);
}

TEST_F(OneWitness, of_which_none_is_needed_is_told_all_the_same) {
  policy.witnesses_needed = 0;
  wake();
  grow(3);
  round(2);
  EXPECT_EQ(witness().last.size, 3U);
  EXPECT_EQ(ledger().cosignatures(3)->size(), 1U);
  EXPECT_EQ(log->cosigned(), "");
  grow(1);
  round();
  EXPECT_EQ(witness().last.size, 4U);
}

TEST_F(OneWitness, gets_no_answer_that_nobody_asked_for) {
  grow(1);
  EXPECT_FALSE(witnesses->take({77, local::FetchOutcome::answered, 200, "", {}}, now));
  EXPECT_EQ(only().method, local::FetchMethod::get);
}

TEST_F(TwoWitnesses, must_both_cosign_when_two_are_needed) {
  grow(3);
  all[1].reachable = false;
  round(3);
  EXPECT_EQ(all[0].last.size, 3U);
  EXPECT_EQ(covered(), 0U);
  all[1].reachable = true;
  round(40);
  EXPECT_EQ(covered(), 3U);
  const auto note = tlog::parse_note(log->cosigned()).value();
  for (const auto& one : all) EXPECT_TRUE(tlog::cosigned_at(note, one.vkey()));
}

TEST_F(TwoWitnesses, count_by_the_largest_checkpoint_that_both_have_cosigned) {
  grow(3);
  round(3);
  all[1].reachable = false;
  grow(2);
  round(3);
  EXPECT_EQ(all[0].last.size, 5U);
  EXPECT_EQ(covered(), 3U);
  wake();
  EXPECT_EQ(covered(), 3U);
}

TEST_F(TwoWitnesses, get_the_same_checkpoint_however_fast_the_log_grows) {
  grow(1);
  for (int turn = 0; turn < 20; ++turn) {
    for (std::size_t i = 0; auto& fetch : next()) {
      // Between the two, always, it grows.
      if (i++ == 1) grow(1);
      take(asked_by(fetch).answer(fetch));
      grow(1);
    }
    now += std::chrono::milliseconds(700);
  }
  EXPECT_GE(covered(), 10U);
}

TEST_F(TwoWitnesses, do_not_wait_for_one_that_is_away) {
  round();
  all[1].reachable = false;
  for (int i = 0; i < 5; ++i) {
    grow(1);
    round(2);
  }
  EXPECT_EQ(all[0].last.size, 5U);
  all[1].reachable = true;
  round(40);
  EXPECT_EQ(covered(), 5U);
}

TEST_F(OneWitness, that_shows_what_the_logs_older_key_signed_is_believed) {
  grow(3);
  round(2);
  ASSERT_EQ(covered(), 3U);
  rotate();
  wake();
  EXPECT_FALSE(witnesses->may_continue());
  confirm();
  EXPECT_TRUE(witnesses->may_continue());
  grow(1);
  round();
  EXPECT_EQ(covered(), 4U) << "and it cosigns what the new key signs";
}

}  // namespace
}  // namespace antin::keeper::test
