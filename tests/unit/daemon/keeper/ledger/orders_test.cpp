// Orders of security officers: written once, read as written, what is stopped by them, and what the schema refuses.
#include <gmock/gmock.h>

#include "tests/unit/daemon/keeper/ledger/successor_fixture.hpp"

namespace antin::keeper::test {
namespace {

class Orders : public Successor {
 protected:
  static OrderRecord ordered(Ledger& ledger, OrderRecord order) {
    add_entry(ledger, order);
    const auto kept = ledger.keep_order(order);
    EXPECT_TRUE(kept) << kept.error().text;
    return order;
  }
  static std::vector<std::string> stopped(Ledger& ledger) {
    std::vector<std::string> targets;
    const auto stops = ledger.stops().value();
    for (const auto& stop : stops) targets.push_back(base::print(stop.target));
    return targets;
  }
  static void expect_write_fault(Ledger& ledger, OrderRecord order, const char* why) {
    add_entry(ledger, order);
    const auto kept = ledger.keep_order(order);
    ASSERT_FALSE(kept);
    EXPECT_EQ(kept.error().fault, LedgerFault::write);
    EXPECT_THAT(kept.error().text, HasSubstr(why));
  }
};

TEST_F(Orders, an_order_is_read_as_it_was_written) {
  auto& ledger = open();
  const auto made = ordered(ledger, an_order());
  ASSERT_TRUE(ledger.commit());
  const auto read = open().order(made.statement).value();
  ASSERT_TRUE(read);
  EXPECT_EQ(read->act, OrderAct::stop);
  EXPECT_EQ(read->target, made.target);
  EXPECT_EQ(read->reason, "key-suspected");
  EXPECT_EQ(read->statement, made.statement);
  EXPECT_EQ(read->index, made.index);
  EXPECT_EQ(read->leaf, made.leaf);
  EXPECT_EQ(read->at, second(8));
  EXPECT_EQ(read->result, octets("ordered"));
  EXPECT_TRUE(read->is_newest);
  EXPECT_FALSE(m_opened->ledger->order(hash_of("another")).value());
}

TEST_F(Orders, what_is_stopped_is_stopped_until_it_is_resumed) {
  auto& ledger = open();
  const auto stop = ordered(ledger, an_order());
  ordered(ledger, an_order(OrderAct::stop, "all", "appliance"));
  const auto in_force = ledger.stops().value();
  ASSERT_EQ(in_force.size(), 2U);
  EXPECT_EQ(in_force[1].target, stop.target);
  EXPECT_EQ(in_force[1].reason, "key-suspected");
  EXPECT_EQ(in_force[1].leaf, stop.leaf);
  EXPECT_EQ(in_force[1].at, second(8));
  ordered(ledger, an_order(OrderAct::resume, "resume"));
  EXPECT_EQ(stopped(ledger), std::vector<std::string>{"appliance"});
  ASSERT_TRUE(ledger.commit());
  EXPECT_EQ(stopped(open()), std::vector<std::string>{"appliance"});
  EXPECT_FALSE(m_opened->ledger->order(stop.statement).value()->is_newest);
  EXPECT_TRUE(m_opened->ledger->order(hash_of("resume")).value()->is_newest);
}

TEST_F(Orders, what_is_stopped_twice_is_stopped_by_the_newest) {
  auto& ledger = open();
  const auto first = ordered(ledger, an_order());
  const auto second_one = ordered(ledger, an_order(OrderAct::stop, "again"));
  ASSERT_EQ(ledger.stops()->size(), 1U);
  EXPECT_EQ(ledger.stops()->front().leaf, second_one.leaf);
  EXPECT_FALSE(ledger.order(first.statement).value()->is_newest);
}

TEST_F(Orders, one_statement_is_an_order_once) {
  auto& ledger = open();
  ordered(ledger, an_order());
  ordered(ledger, an_order(OrderAct::resume, "resume"));
  expect_write_fault(ledger, an_order(), "the statement was an order already");
}

TEST_F(Orders, what_is_not_stopped_is_not_resumed) {
  expect_write_fault(open(), an_order(OrderAct::resume), "what is not stopped is not resumed");
}

TEST_F(Orders, an_order_of_no_kind_is_none) {
  auto& ledger = open();
  auto order = an_order();
  add_entry(ledger, order);
  order.act = OrderAct::unknown;
  EXPECT_FALSE(ledger.keep_order(order));
}

TEST_F(Orders, an_order_never_changes_and_is_not_taken_away) {
  auto& ledger = open();
  ordered(ledger, an_order());
  ASSERT_TRUE(ledger.commit());
  EXPECT_THAT(run_sql("UPDATE orders SET target = 'appliance'"), HasSubstr("an order never changes"));
  EXPECT_THAT(run_sql("DELETE FROM orders"), HasSubstr("an order never changes"));
  EXPECT_THAT(run_sql("REPLACE INTO orders SELECT * FROM orders"), HasSubstr("the statement was an order already"));
}

TEST_F(Orders, a_closed_log_takes_none) {
  auto& ledger = open();
  auto order = an_order();
  add_entry(ledger, order);
  end(ledger);
  EXPECT_THAT(ledger.keep_order(order).error().text, HasSubstr("the log is closed"));
}

TEST_F(Orders, an_older_ledger_gets_room_for_them) {
  open();
  ASSERT_EQ(run_sql(without_orders), "");
  EXPECT_TRUE(open().stops()->empty());
}

TEST_F(Orders, a_successor_keeps_stopped_what_was_and_its_officers_resume_it) {
  auto& old = open();
  fill(old);
  const auto stop = ordered(old, an_order());
  ordered(old, an_order(OrderAct::stop, "of the unit", "unit 79"));
  ordered(old, an_order(OrderAct::resume, "of the unit again", "unit 79"));
  end(old);
  sign(old, key);
  close();
  ASSERT_EQ(refusal_to_succeed(), "");
  auto made = successor();
  ASSERT_EQ(made.ledger->stops()->size(), 1U);
  EXPECT_EQ(made.ledger->stops()->front().target, stop.target);
  EXPECT_EQ(made.ledger->stops()->front().leaf, stop.leaf);
  ordered(*made.ledger, an_order(OrderAct::resume, "there"));
  EXPECT_TRUE(made.ledger->stops()->empty());
}

TEST_F(Orders, the_successor_of_a_log_that_knew_none_has_none) {
  close_old();
  ASSERT_EQ(run_sql(without_orders), "");
  ASSERT_EQ(refusal_to_succeed(), "");
  EXPECT_TRUE(successor().ledger->stops()->empty());
}

}  // namespace
}  // namespace antin::keeper::test
