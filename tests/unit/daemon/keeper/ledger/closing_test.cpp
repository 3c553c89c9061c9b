// A log that is closed takes nothing more, whoever asks.
#include "tests/unit/daemon/keeper/ledger/samples.hpp"

namespace antin::keeper::test {
namespace {

using Closed = LedgerTest;

const std::string successor = "seal.test.example/2027";

void close_it(Ledger& ledger) {
  ASSERT_TRUE(ledger.append(base::view("{}"), second(1)));
  ASSERT_TRUE(ledger.close_log(base::view(R"({"type":"close"})"), second(2), successor));
  ASSERT_TRUE(ledger.commit());
}

TEST_F(Closed, log_says_who_goes_on_also_when_it_is_opened_again) {
  EXPECT_FALSE(open().closing()->has_value());
  close_it(*m_opened->ledger);
  const auto closing = open().closing();
  ASSERT_TRUE(closing->has_value());
  EXPECT_EQ((*closing)->index, 1U);
  EXPECT_EQ((*closing)->successor, successor);
}

TEST_F(Closed, log_takes_no_entry) {
  auto& ledger = open();
  close_it(ledger);
  const auto refused = ledger.append(base::view("{}"), second(3));
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().text.find("the log is closed"), std::string::npos) << refused.error().text;
  EXPECT_EQ(*open().size(), 2U);
}

TEST_F(Closed, log_takes_no_step_and_no_other_end) {
  close_it(open());
  EXPECT_FALSE(open().open_step(intent(step_name("late")), hash_of("1")));
  EXPECT_FALSE(open().close_log(base::view("{}"), second(3), "another"));
  for (const auto* sql :
       {"DELETE FROM closed", "UPDATE closed SET successor = 'another'", "REPLACE INTO closed VALUES (1, 1, 'another')",
        "INSERT INTO entries VALUES (2, 1, x'00', zeroblob(32))"})
    EXPECT_NE(run_sql(sql).find("the log is closed"), std::string::npos) << sql;
}

TEST_F(Closed, is_no_log_while_an_intent_is_open) {
  auto& ledger = open();
  ASSERT_TRUE(ledger.open_step(intent(step_name("open")), hash_of("1")));
  const auto refused = ledger.close_log(base::view("{}"), second(2), successor);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().text.find("open intents"), std::string::npos);
  EXPECT_FALSE(open().closing()->has_value());
}

TEST_F(Closed, log_ends_with_its_close_entry) {
  ASSERT_TRUE(open().append(base::view("{}"), second(1)));
  ASSERT_TRUE(m_opened->ledger->append(base::view("{}"), second(1)));
  ASSERT_TRUE(m_opened->ledger->commit());
  EXPECT_NE(run_sql("INSERT INTO closed VALUES (1, 0, 'x')").find("ends with its close entry"), std::string::npos);
}

}  // namespace
}  // namespace antin::keeper::test
