// When a checkpoint is stamped.
#include "tests/unit/daemon/keeper/anchoring/anchor_bench.hpp"

namespace antin::keeper::test {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

TEST_F(BuiltInAnchors, are_due_an_hour_after_the_log_began) {
  grow(3);
  pass(minutes(60) - seconds(1));
  EXPECT_FALSE(anchors->next_own());
  pass(seconds(1));
  EXPECT_EQ(anchors->next_own()->value, base::copy(tlog::anchored_imprint(newest())));
}

TEST_F(BuiltInAnchors, are_over_the_newest_checkpoint) {
  grow(3);
  grow(4);
  pass(hours(1));
  const auto anchored = stamp();
  ASSERT_TRUE(anchored);
  EXPECT_EQ(anchored->checkpoint, newest());
  EXPECT_EQ(anchored->checkpoint.size, 7U);
  EXPECT_EQ(anchored->url, "");
}

TEST_F(BuiltInAnchors, are_made_one_at_a_time) {
  grow(1);
  pass(hours(1));
  EXPECT_TRUE(anchors->next_own());
  pass(hours(1));
  EXPECT_FALSE(anchors->next_own());
}

TEST_F(BuiltInAnchors, are_due_every_hour_while_the_log_grows) {
  for (int i = 0; i < 3; ++i) {
    grow(1);
    pass(minutes(59));
    EXPECT_FALSE(stamp());
    pass(minutes(1));
    const auto anchored = stamp();
    ASSERT_TRUE(anchored);
    enter(*anchored);
  }
}

TEST_F(BuiltInAnchors, are_not_made_of_a_log_that_holds_nothing_new_but_the_last_one) {
  grow(2);
  pass(hours(1));
  enter(*stamp());
  pass(hours(24));
  EXPECT_FALSE(stamp());
  grow(1);
  EXPECT_TRUE(stamp());
}

TEST_F(BuiltInAnchors, are_not_made_before_there_is_a_checkpoint) {
  append(3);
  pass(hours(24));
  EXPECT_FALSE(stamp());
}

TEST_F(BuiltInAnchors, keep_their_hour_over_a_restart) {
  grow(2);
  pass(hours(1));
  enter(*stamp());
  grow(2);
  pass(minutes(40));
  wake();
  EXPECT_FALSE(stamp());
  pass(minutes(20));
  EXPECT_TRUE(stamp());
}

TEST_F(BuiltInAnchors, know_after_a_restart_what_the_last_one_covers) {
  grow(2);
  pass(hours(1));
  enter(*stamp());
  wake();
  pass(hours(24));
  EXPECT_FALSE(stamp());
}

TEST_F(BuiltInAnchors, count_the_hours_before_a_restart_when_there_was_none) {
  grow(2);
  clock.reading.now = second(0) + hours(2);  // entries are of about second(0)
  wake();
  EXPECT_TRUE(stamp());
}

TEST_F(BuiltInAnchors, are_due_when_the_clock_was_set_back) {
  grow(2);
  pass(hours(5));
  enter(*stamp());
  grow(2);
  pass(-hours(2));
  EXPECT_TRUE(stamp());
}

TEST_F(BuiltInAnchors, are_due_sooner_when_what_was_kept_is_damaged) {
  grow(2);
  pass(hours(1));
  enter(*stamp());
  grow(2);
  for (const auto* damaged : {"", "x", "2", "2 ", "2 yesterday ", "-2 2026-06-15T00:00:00.000Z ",
                              " 2026-06-15T00:00:00.000Z ", "2 2026-06-15T00:00:00.000Z"}) {
    ASSERT_TRUE(ledger().set_value(Anchors::ledger_value, base::view(std::string_view(damaged))));
    ASSERT_TRUE(ledger().commit());
    clock.reading.now = second(0) + hours(2);
    wake();
    EXPECT_TRUE(stamp()) << damaged;
  }
}

TEST_F(BuiltInAnchors, that_failed_are_tried_again_ever_later) {
  grow(1);
  pass(hours(1));
  for (const int wait : {30, 60, 120, 240, 480, 960, 1800, 1800}) {
    ASSERT_TRUE(anchors->next_own());
    anchors->failed("no signer");
    pass(seconds(wait - 1));
    EXPECT_FALSE(anchors->next_own()) << wait;
    pass(seconds(1));
  }
  enter(*stamp());
  grow(1);
  pass(hours(1));
  ASSERT_TRUE(anchors->next_own());
  anchors->failed("no signer");
  pass(seconds(30));
  EXPECT_TRUE(anchors->next_own());
}

TEST_F(BuiltInAnchors, ask_nobody_outside) {
  grow(1);
  pass(hours(1));
  EXPECT_TRUE(anchors->next().empty());
  EXPECT_TRUE(anchors->next_own());
}

TEST_F(BuiltInAnchors, are_wanted_at_the_end_though_none_is_due) {
  grow(2);
  EXPECT_FALSE(anchors->wants_last());
  anchors->want_last();
  EXPECT_TRUE(anchors->wants_last());
  enter(*stamp());
  EXPECT_FALSE(anchors->wants_last());
  EXPECT_FALSE(anchors->next_own());
}

TEST_F(BuiltInAnchors, wait_at_the_end_for_the_checkpoint_over_all_entries) {
  grow(2);
  append(1);
  anchors->want_last();
  EXPECT_FALSE(anchors->next_own());
  EXPECT_TRUE(anchors->wants_last());
  checkpoint();
  EXPECT_EQ(stamp()->checkpoint.size, 3U);
}

TEST_F(BuiltInAnchors, are_not_wanted_at_the_end_of_a_log_that_has_not_grown) {
  grow(2);
  pass(hours(1));
  enter(*stamp());
  anchors->want_last();
  EXPECT_FALSE(anchors->wants_last());
}

TEST_F(BuiltInAnchors, are_tried_once_at_the_end_however_lately_one_failed) {
  grow(2);
  pass(hours(1));
  ASSERT_TRUE(anchors->next_own());
  anchors->failed("no signer");
  anchors->want_last();
  ASSERT_TRUE(anchors->next_own());
  anchors->failed("no signer");
  EXPECT_FALSE(anchors->wants_last());
  EXPECT_FALSE(anchors->next_own());
}

TEST_F(BuiltInAnchors, that_come_after_the_end_are_too_late) {
  grow(2);
  anchors->want_last();
  ASSERT_TRUE(anchors->next_own());
  anchors->give_up();
  EXPECT_FALSE(anchors->wants_last());
  EXPECT_FALSE(anchors->take_own({}, {}));
}

}  // namespace
}  // namespace antin::keeper::test
