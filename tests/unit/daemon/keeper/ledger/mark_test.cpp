#include "tests/unit/daemon/keeper/ledger/samples.hpp"

namespace antin::keeper::test {
namespace {

using Mark = LedgerTest;

TEST_F(Mark, rewinding_undoes_what_came_after_the_mark_and_nothing_before_it) {
  auto& ledger = open();
  ASSERT_TRUE(ledger.append(base::view("before"), second(1)));
  ASSERT_TRUE(ledger.mark());
  ASSERT_TRUE(ledger.append(base::view("undone"), second(1)));
  ASSERT_TRUE(ledger.open_step(intent(step_name("r1"), 1), hash_of("meaning")));
  ASSERT_TRUE(ledger.rewind());
  EXPECT_EQ(*ledger.size(), 1U);
  EXPECT_EQ(ledger.append(base::view("after"), second(1))->index, 1U);
  ASSERT_TRUE(ledger.commit());
  auto& again = open();
  EXPECT_EQ(*again.entry(0), octets("before"));
  EXPECT_EQ(*again.entry(1), octets("after"));
  EXPECT_TRUE(again.open_intents()->empty());
  EXPECT_FALSE(again.used_request("school-79760001", request_id(1))->has_value());
}

TEST_F(Mark, the_latest_mark_counts) {
  auto& ledger = open();
  ASSERT_TRUE(ledger.mark());
  ASSERT_TRUE(ledger.append(base::view("first request"), second(1)));
  ASSERT_TRUE(ledger.mark());
  ASSERT_TRUE(ledger.append(base::view("second request"), second(1)));
  ASSERT_TRUE(ledger.rewind());
  ASSERT_TRUE(ledger.rewind());
  ASSERT_TRUE(ledger.commit());
  EXPECT_EQ(*open().size(), 1U);
}

TEST_F(Mark, a_commit_takes_the_mark_away) {
  auto& ledger = open();
  ASSERT_TRUE(ledger.mark());
  ASSERT_TRUE(ledger.append(base::view("{}"), second(1)));
  ASSERT_TRUE(ledger.commit());
  EXPECT_EQ(ledger.rewind().error().fault, LedgerFault::write);
  EXPECT_EQ(*open().size(), 1U);
}

}  // namespace
}  // namespace antin::keeper::test
