#include "tests/unit/daemon/keeper/ledger/samples.hpp"

namespace antin::keeper::test {
namespace {

class LedgerTree : public LedgerTest {
 protected:
  // Appends `count` entries and gives the tree that they must make.
  static tlog::Frontier append(Ledger& ledger, int count) {
    tlog::Frontier tree;
    for (int i = 0; i < count; ++i) {
      const auto entry = R"({"n":)" + std::to_string(i) + R"(,"system":"s","unit":"79"})";
      EXPECT_TRUE(ledger.append(base::view(entry), second(i)));
      tree.append(tlog::leaf_hash(base::view(entry)));
    }
    EXPECT_TRUE(ledger.commit());
    return tree;
  }
};

TEST_F(LedgerTree, has_the_root_of_its_entries_also_when_opened_again) {
  const auto tree = append(open(), 700);
  EXPECT_EQ(*m_opened->ledger->root(), tree.root());
  EXPECT_EQ(*open().root(), tree.root());
  EXPECT_EQ(*m_opened->ledger->size(), 700U);
}

TEST_F(LedgerTree, keeps_a_hash_over_each_full_tile) {
  auto& ledger = open();
  append(ledger, 700);
  const auto above = *ledger.tile({1, 0, 2});
  for (std::uint64_t number = 0; number < 2; ++number) {
    tlog::Frontier below;
    const auto leaves = *ledger.tile({0, number, 256});
    for (const auto& leaf : leaves) below.append(leaf);
    EXPECT_EQ(above.at(number), below.root());
  }
  EXPECT_EQ(ledger.tile({0, 2, 188})->size(), 188U);
}

TEST_F(LedgerTree, has_no_tile_beyond_its_end) {
  auto& ledger = open();
  append(ledger, 10);
  EXPECT_FALSE(ledger.tile({0, 0, 11}));
}

TEST_F(LedgerTree, is_rewound_with_its_entries) {
  auto& ledger = open();
  const auto before = append(ledger, 255).root();
  ASSERT_TRUE(ledger.mark());
  ASSERT_TRUE(ledger.append(base::view("{}"), second(1)));
  EXPECT_NE(*ledger.root(), before);
  ASSERT_TRUE(ledger.rewind());
  EXPECT_EQ(*ledger.root(), before);
  ASSERT_TRUE(ledger.append(base::view("{}"), second(1)));
  ASSERT_TRUE(ledger.commit());
  EXPECT_EQ(*open().size(), 256U);
}

TEST_F(LedgerTree, gives_entries_with_who_may_read_them) {
  auto& ledger = open();
  append(ledger, 3);
  ASSERT_TRUE(ledger.append(base::view(R"({"type":"start"})"), second(9)));
  const auto entries = ledger.entries(2, 10).value();
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[0].unit, "79");
  EXPECT_EQ(entries[0].system, "s");
  EXPECT_EQ(entries[0].leaf, tlog::leaf_hash(entries[0].bytes));
  EXPECT_EQ(entries[1].unit, "");
  EXPECT_TRUE(ledger.entries(4, 10)->empty());
}

TEST_F(LedgerTree, of_a_ledger_from_before_it_had_one_is_made_when_it_is_opened) {
  const auto tree = append(open(), 600);
  ASSERT_EQ(run_sql(without_endings +
                    "DROP TABLE bulk_items; DROP TABLE bulk_approvals;"
                    "DROP TRIGGER a_closed_log_takes_no_entry; DROP TRIGGER a_closed_log_takes_no_step;"
                    "DROP TRIGGER carried_steps_are_done; DROP TABLE carried_requests; DROP TABLE carried_steps;"
                    "DROP TABLE predecessors; DROP TABLE closed"),
            "");
  ASSERT_EQ(run_sql("DROP TABLE cosignatures; DROP TABLE checkpoints; DROP TABLE subtrees; PRAGMA user_version = 1"),
            "");
  auto& ledger = open();
  EXPECT_EQ(*ledger.root(), tree.root());
  EXPECT_EQ(ledger.tile({1, 0, 2})->size(), 2U);
}

TEST_F(LedgerTree, that_does_not_rehash_is_refused) {
  append(open(), 600);
  ASSERT_EQ(run_sql("DROP TRIGGER subtrees_never_change; UPDATE subtrees SET hash = zeroblob(32) WHERE idx = 1"), "");
  EXPECT_NE(refusal().find("the hash over tile/0/001 does not hold"), std::string::npos);
}

TEST_F(LedgerTree, with_a_changed_entry_is_refused) {
  append(open(), 600);
  ASSERT_EQ(run_sql("DROP TRIGGER entries_never_change; UPDATE entries SET bytes = CAST('{}' AS BLOB) WHERE idx = 598"),
            "");
  EXPECT_NE(refusal().find("the hash of entry 598 does not hold"), std::string::npos);
}

TEST_F(LedgerTree, keeps_checkpoints_that_only_grow) {
  auto& ledger = open();
  append(ledger, 5);
  ASSERT_TRUE(ledger.keep_checkpoint({3, "three"}, second(1)));
  ASSERT_TRUE(ledger.keep_checkpoint({5, "five"}, second(1)));
  ASSERT_TRUE(ledger.commit());
  EXPECT_EQ((*ledger.last_checkpoint())->note, "five");
  EXPECT_EQ((*ledger.first_checkpoint_of(1))->note, "three");
  EXPECT_EQ((*ledger.first_checkpoint_of(4))->note, "five");
  EXPECT_FALSE(ledger.first_checkpoint_of(6)->has_value());
  EXPECT_FALSE(ledger.keep_checkpoint({4, "four"}, second(1)));
}

TEST_F(LedgerTree, keeps_no_checkpoint_larger_than_itself) {
  auto& ledger = open();
  append(ledger, 5);
  EXPECT_FALSE(ledger.keep_checkpoint({6, "six"}, second(1)));
}

TEST_F(LedgerTree, never_forgets_or_changes_a_checkpoint) {
  auto& ledger = open();
  append(ledger, 5);
  ASSERT_TRUE(ledger.keep_checkpoint({5, "five"}, second(1)));
  ASSERT_TRUE(ledger.commit());
  EXPECT_NE(run_sql("UPDATE checkpoints SET note = 'other'"), "");
  EXPECT_NE(run_sql("DELETE FROM checkpoints"), "");
  EXPECT_NE(run_sql("DELETE FROM subtrees; INSERT OR REPLACE INTO checkpoints VALUES (5, 0, 'other')"), "");
}

TEST_F(LedgerTree, keeps_the_first_cosignature_of_a_witness_for_each_checkpoint) {
  auto& ledger = open();
  append(ledger, 5);
  ASSERT_TRUE(ledger.keep_checkpoint({3, "three"}, second(1)));
  ASSERT_TRUE(ledger.keep_checkpoint({5, "five"}, second(1)));
  ASSERT_TRUE(ledger.keep_cosignature({3, "w", second(2), "line 3"}));
  ASSERT_TRUE(ledger.keep_cosignature({5, "w", second(3), "line 5"}));
  ASSERT_TRUE(ledger.keep_cosignature({5, "w", second(4), "again"}));
  ASSERT_TRUE(ledger.keep_cosignature({3, "v", second(4), "other"}));
  ASSERT_EQ(ledger.cosignatures(5)->size(), 1U);
  EXPECT_EQ(ledger.cosignatures(5)->at(0).line, "line 5");
  const auto last = ledger.last_cosignatures().value();
  ASSERT_EQ(last.size(), 2U);
  EXPECT_EQ(last[0].size, 3U);
  EXPECT_EQ(last[1].size, 5U);
  EXPECT_EQ(last[1].at, second(3));
}

TEST_F(LedgerTree, takes_no_cosignature_of_what_is_no_checkpoint) {
  auto& ledger = open();
  append(ledger, 5);
  EXPECT_FALSE(ledger.keep_cosignature({4, "w", second(2), "line"}));
}

}  // namespace
}  // namespace antin::keeper::test
