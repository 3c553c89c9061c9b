// When sealing stops for the witnesses' sake.
#include "tests/unit/daemon/keeper/witnessing/witness_bench.hpp"

namespace antin::keeper::test {
namespace {

TEST_F(TwoWitnesses, must_both_be_asked_before_anything_is_sealed) {
  EXPECT_FALSE(witnesses->may_seal(second(0)));
  all[1].reachable = false;
  round();
  EXPECT_FALSE(witnesses->may_seal(second(0)));
  all[1].reachable = true;
  round(40);
  EXPECT_TRUE(witnesses->may_seal(second(0)));
}

TEST_F(TwoWitnesses, must_both_be_asked_before_an_older_log_is_continued) {
  EXPECT_TRUE(witnesses->may_continue());  // it is new
  grow(1);
  EXPECT_TRUE(witnesses->may_continue());
  wake();
  EXPECT_FALSE(witnesses->may_continue());
  take(all[0].answer(next().front()));
  EXPECT_FALSE(witnesses->may_continue());
  wake();
  round();
  EXPECT_TRUE(witnesses->may_continue());
}

TEST_F(OneWitness, stops_sealing_when_an_entry_waits_for_it_too_long) {
  append(3);  // of second 1, 2 and 3
  checkpoint();
  confirm();
  EXPECT_TRUE(witnesses->may_seal(second(61)));
  EXPECT_FALSE(witnesses->may_seal(second(62)));
  round();
  EXPECT_TRUE(witnesses->may_seal(second(1000)));  // nothing waits
  grow(1);
  EXPECT_TRUE(witnesses->may_seal(second(64)));
  EXPECT_FALSE(witnesses->may_seal(second(65)));
}

TEST_F(OneWitness, that_has_cosigned_before_the_start_still_counts_for_the_lag) {
  grow(3);
  round(2);
  grow(1);
  wake();
  EXPECT_FALSE(witnesses->may_seal(second(5)));
  confirm();
  EXPECT_TRUE(witnesses->may_seal(second(64)));
  EXPECT_FALSE(witnesses->may_seal(second(65)));
}

TEST_F(TwoWitnesses, stop_nothing_where_the_policy_says_go_on) {
  policy.on_lag = policy::OnLag::go_on;
  grow(3);
  wake();
  EXPECT_TRUE(witnesses->may_seal(second(1'000'000)));
  EXPECT_TRUE(witnesses->may_continue());
}

TEST_F(TwoWitnesses, stop_nothing_where_none_is_needed) {
  policy.witnesses_needed = 0;
  grow(3);
  wake();
  EXPECT_TRUE(witnesses->may_seal(second(1'000'000)));
  EXPECT_TRUE(witnesses->may_continue());
}

}  // namespace
}  // namespace antin::keeper::test
