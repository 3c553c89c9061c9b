// What a start finds, whatever the size of the log: damage to the newest part of it.
#include "tests/unit/daemon/keeper/ledger/samples.hpp"

namespace antin::keeper::test {
namespace {

class Newest : public LedgerTest {
 protected:
  Newest() {
    auto& ledger = open();
    for (int i = 0; i < 1000; ++i) EXPECT_TRUE(ledger.append(octets("{\"n\":" + std::to_string(i) + "}"), second(i)));
    EXPECT_TRUE(ledger.commit());
  }
  // Octets and hash of two entries change places: each still fits its own hash.
  std::string swap(int one, int other) {
    const auto at = [](int index) { return std::to_string(index); };
    return run_sql(
        "DROP TRIGGER entries_never_change;"
        "CREATE TABLE kept AS SELECT * FROM entries WHERE idx IN (" +
        at(one) + ", " + at(other) + ");" +
        "UPDATE entries SET (bytes, leaf) = (SELECT bytes, leaf FROM kept WHERE idx = " + at(one + other) +
        " - entries.idx) WHERE idx IN (" + at(one) + ", " + at(other) + "); DROP TABLE kept");
  }
};

TEST_F(Newest, an_entry_that_is_missing_is_found) {
  ASSERT_EQ(run_sql("DROP TRIGGER entries_stay; DELETE FROM entries WHERE idx = 900"), "");
  EXPECT_NE(refusal().find("entries are missing before index 901"), std::string::npos) << refusal();
}

TEST_F(Newest, entries_that_were_cut_off_are_found_by_the_hashes_over_them) {
  ASSERT_EQ(run_sql("DROP TRIGGER entries_stay; DELETE FROM entries WHERE idx >= 700"), "");
  EXPECT_NE(refusal().find("its entries from 700 on are missing"), std::string::npos) << refusal();
}

TEST_F(Newest, an_entry_that_was_cut_off_is_found_by_the_step_that_it_had_done) {
  auto& ledger = open();
  ASSERT_TRUE(ledger.open_step(intent(step_name("r1")), hash_of("meaning")));
  const auto entry = ledger.append(base::view("{}"), second(1));
  ASSERT_TRUE(ledger.complete_step(step_name("r1"), *entry, second(1), base::view("reply")));
  ASSERT_TRUE(ledger.commit());
  ASSERT_EQ(run_sql("PRAGMA foreign_keys = OFF; DROP TRIGGER entries_stay; DELETE FROM entries WHERE idx = 1000"), "");
  EXPECT_NE(refusal().find("a step was done by entry 1000, but the log has 1000 entries"), std::string::npos);
}

TEST_F(Newest, entries_of_the_last_full_tile_in_another_order_are_found) {
  ASSERT_EQ(swap(600, 601), "");
  EXPECT_NE(refusal().find("the hash over tile/0/002 does not hold"), std::string::npos) << refusal();
}

TEST_F(Newest, a_hash_of_the_tree_that_is_missing_is_found) {
  ASSERT_EQ(run_sql("DROP TRIGGER subtrees_stay; DELETE FROM subtrees WHERE idx = 2"), "");
  EXPECT_NE(refusal().find("hashes of level 1 are"), std::string::npos) << refusal();
}

TEST_F(Newest, damage_says_what_to_do) {
  ASSERT_EQ(run_sql("DROP TRIGGER entries_never_change; UPDATE entries SET bytes = x'7b7d' WHERE idx = 999"), "");
  EXPECT_NE(refusal().find("the hash of entry 999 does not hold"), std::string::npos) << refusal();
  EXPECT_NE(refusal().find("antind --check-ledger"), std::string::npos) << refusal();
}

// Looking at every entry would take minutes on a large log: that is for check_ledger.
TEST_F(Newest, what_is_older_is_not_looked_at) {
  ASSERT_EQ(run_sql("DROP TRIGGER entries_never_change; UPDATE entries SET bytes = x'7b7d' WHERE idx = 3"), "");
  EXPECT_EQ(refusal(), "");
}

}  // namespace
}  // namespace antin::keeper::test
