// What `antind --check-ledger` finds: any damage, wherever it is.
#include "daemon/keeper/ledger/whole_check.hpp"

#include <fstream>

#include "core/statement/bulk.hpp"
#include "core/tlog/small_tree.hpp"
#include "daemon/keeper/ledger/entry.hpp"
#include "tests/support/log_key.hpp"
#include "tests/unit/daemon/keeper/ledger/samples.hpp"

namespace antin::keeper::test {
namespace {

constexpr int entries = 1000;

class Whole : public LedgerTest {
 protected:
  // Entries with a checkpoint after every hundred, a done step, a blob, an approval, and three in bulk.
  Whole() {
    auto& ledger = open();
    for (int i = 1; i <= entries; ++i) {
      EXPECT_TRUE(ledger.append(octets("{\"n\":" + std::to_string(i) + "}"), second(i)));
      if (i % 100 == 0) checkpoint();
    }
    EXPECT_TRUE(ledger.open_step(intent(step_name("r1")), hash_of("meaning")));
    EXPECT_TRUE(ledger.complete_step(step_name("r1"), {3, tlog::leaf_hash(base::view("{\"n\":4}"))}, second(1),
                                     base::view("reply")));
    EXPECT_TRUE(ledger.put_blob(hash_of("blob"), base::view("blob")));
    EXPECT_TRUE(ledger.put_approval(hash_of("statement"), {octets("statement"), octets("cms")}));
    approve_in_bulk(ledger);
    EXPECT_TRUE(ledger.commit());
    close();
  }
  static void approve_in_bulk(Ledger& ledger) {
    std::vector<base::Bytes> items;
    tlog::Path leaves;
    for (const auto* text : {"item 0", "item 1", "item 2"})
      leaves.push_back(tlog::leaf_hash(items.emplace_back(octets(text))));
    const tlog::SmallTree tree(std::move(leaves));
    const auto bulk =
        statement::print(statement::ApproveBulk{"l", "u", "k", "s", "r", {}, 3, tree.root(), {}, {}, second(1)});
    for (std::uint32_t i = 0; i < items.size(); ++i)
      EXPECT_TRUE(ledger.put_approval(crypto::sha256(items[i]),
                                      {octets(bulk), octets("cms"), StoredItem{items[i], i, tree.inclusion(i)}}));
  }
  void checkpoint() {
    auto& ledger = *m_opened->ledger;
    const tlog::Checkpoint made{origin, *ledger.size(), *ledger.root()};
    EXPECT_TRUE(ledger.keep_checkpoint({made.size, key.signed_note(made)}, second(1)));
  }
  base::Result<CheckedLedger> check() {
    return check_ledger(file(), origin, {key.verifier()},
                        [this](const std::string& part, auto...) { parts.push_back(part); });
  }
  // What is found after a stranger's SQL; the ledger still starts, since the damage is in an old part.
  std::string found_after(const std::string& sql) {
    EXPECT_EQ(run_sql(sql), "");
    EXPECT_EQ(refusal(), "") << "a start was to let this pass";
    const auto checked = check();
    return checked ? "" : checked.error().text;
  }
  static bool says(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

  antin::test::LogKey key{origin};
  std::vector<std::string> parts;
};

TEST_F(Whole, a_ledger_in_order_passes_and_is_counted) {
  const auto root = *open().root();
  close();
  const auto checked = check();
  ASSERT_TRUE(checked) << checked.error().text;
  EXPECT_EQ(checked->entries, entries);
  EXPECT_EQ(checked->root, root);
  EXPECT_EQ(checked->checkpoints, entries / 100);
  EXPECT_EQ(checked->blobs, 1U);
  EXPECT_EQ(checked->approvals, 4U);
  EXPECT_EQ(parts.at(0), "pages and indexes");
}

TEST_F(Whole, a_check_counts_no_start) {
  ASSERT_TRUE(check());
  open();
  EXPECT_EQ(identity().start, 2U);
}

TEST_F(Whole, an_old_entry_that_was_altered_is_found) {
  EXPECT_TRUE(says(found_after("DROP TRIGGER entries_never_change; UPDATE entries SET bytes = x'7b7d' WHERE idx = 7"),
                   "the hash of entry 7 does not hold"));
}

TEST_F(Whole, an_old_entry_that_is_missing_is_found) {
  EXPECT_TRUE(says(found_after("DROP TRIGGER entries_stay; DELETE FROM entries WHERE idx = 7"),
                   "entries are missing before index 8"));
}

// Each fits its own hash, and the file is as SQLite likes it.
TEST_F(Whole, old_entries_in_another_order_are_found_by_the_next_checkpoint) {
  EXPECT_TRUE(says(found_after("DROP TRIGGER entries_never_change; CREATE TABLE kept AS SELECT * FROM entries;"
                               "UPDATE entries SET (bytes, leaf) = (SELECT bytes, leaf FROM kept"
                               " WHERE idx = 15 - entries.idx) WHERE idx IN (7, 8); DROP TABLE kept"),
                   "the checkpoint for 100 entries has another root than its entries"));
}

TEST_F(Whole, an_old_hash_of_the_tree_that_was_altered_is_found) {
  EXPECT_TRUE(says(found_after("DROP TRIGGER subtrees_never_change;"
                               "UPDATE subtrees SET hash = zeroblob(32) WHERE level = 1 AND idx = 0"),
                   "the hash over tile/0/000 does not hold"));
}

TEST_F(Whole, a_checkpoint_of_another_root_is_found) {
  const auto forged = key.signed_note({origin, 300, tlog::leaf_hash(base::view("another"))});
  EXPECT_TRUE(says(found_after("DROP TRIGGER checkpoints_never_change; UPDATE checkpoints SET note = '" + forged +
                               "' WHERE size = 300"),
                   "the checkpoint for 300 entries has another root"));
}

TEST_F(Whole, a_checkpoint_of_another_key_is_found) {
  EXPECT_TRUE(says(found_after("DROP TRIGGER checkpoints_never_change;"
                               "UPDATE checkpoints SET note = replace(note, '— ', '— x') WHERE size = 300"),
                   "the checkpoint for 300 entries is not signed by a key of this log"));
}

TEST_F(Whole, a_checkpoint_beyond_the_end_is_found) {
  const auto forged = key.signed_note({origin, 2000, tlog::leaf_hash(base::view("another"))});
  EXPECT_TRUE(says(found_after("INSERT INTO checkpoints VALUES (2000, 0, '" + forged + "')"),
                   "a checkpoint is for 2000 entries, but the log has 1000"));
}

TEST_F(Whole, a_done_step_without_its_entry_is_found) {
  EXPECT_TRUE(says(found_after("PRAGMA foreign_keys = OFF; DROP TRIGGER entries_stay;"
                               "DELETE FROM entries WHERE idx = 3"),
                   "a reference leads nowhere from table steps"));
}

TEST_F(Whole, a_blob_that_was_altered_is_found) {
  EXPECT_TRUE(
      says(found_after("DROP TRIGGER blobs_never_change; UPDATE blobs SET bytes = x'00'"), "of blobs, the one"));
}

TEST_F(Whole, a_statement_that_was_altered_is_found) {
  EXPECT_TRUE(says(found_after("DROP TRIGGER approvals_never_change; UPDATE approvals SET statement = x'00'"),
                   "of approvals, the one"));
}

TEST_F(Whole, a_bulk_approval_that_was_altered_is_found) {
  EXPECT_TRUE(says(found_after("DROP TRIGGER bulk_approvals_never_change; UPDATE bulk_approvals SET statement = x'00'"),
                   "of bulk approvals, the one"));
}

TEST_F(Whole, a_signature_of_a_bulk_approval_that_was_altered_is_found) {
  EXPECT_TRUE(says(found_after("DROP TRIGGER bulk_approvals_never_change; UPDATE bulk_approvals SET cms = x'00'"),
                   "of signatures of bulk approvals, the one"));
}

TEST_F(Whole, an_item_of_a_bulk_approval_that_was_altered_is_found) {
  EXPECT_TRUE(says(found_after("DROP TRIGGER bulk_items_never_change;"
                               "UPDATE bulk_items SET statement = x'00' WHERE place = 1"),
                   "of bulk items, the one"));
}

TEST_F(Whole, a_place_or_a_path_of_an_item_that_was_altered_is_found) {
  const std::string found = "the path of the bulk item named " + base::to_hex(hash_of("item 1"));
  EXPECT_TRUE(says(found_after("DROP TRIGGER bulk_items_never_change; UPDATE bulk_items SET place = 2 WHERE place = 1"),
                   "does not lead to what was signed"));
  EXPECT_TRUE(says(found_after("UPDATE bulk_items SET place = 1 WHERE statement = CAST('item 1' AS BLOB);"
                               "UPDATE bulk_items SET path = zeroblob(64) WHERE place = 1"),
                   found));
}

TEST_F(Whole, an_item_without_what_was_signed_is_found) {
  EXPECT_TRUE(
      says(found_after("PRAGMA foreign_keys = OFF; DROP TRIGGER bulk_approvals_stay; DELETE FROM bulk_approvals"),
           "a reference leads nowhere from table bulk_items"));
}

TEST_F(Whole, an_index_that_does_not_lead_to_its_rows_is_found) {
  EXPECT_TRUE(
      says(found_after("PRAGMA writable_schema = ON;"
                       "UPDATE sqlite_schema SET sql = 'CREATE INDEX steps_by_time ON steps (step, kind, unit, at)'"
                       " WHERE name = 'steps_by_time'"),
           "missing from index steps_by_time"));
}

TEST_F(Whole, a_ledger_of_another_origin_is_refused) {
  const auto checked = check_ledger(file(), "other.example/2026", {key.verifier()}, [](auto...) {});
  ASSERT_FALSE(checked);
  EXPECT_TRUE(says(checked.error().text, "the ledger is that of"));
}

TEST_F(Whole, a_ledger_of_another_version_is_refused_and_not_migrated) {
  ASSERT_EQ(run_sql("PRAGMA user_version = 1"), "");
  const auto checked = check();
  ASSERT_FALSE(checked);
  EXPECT_TRUE(says(checked.error().text, "the ledger's schema has version 1"));
}

TEST_F(Whole, a_ledger_that_is_in_use_is_refused) {
  open();
  const auto checked = check();
  ASSERT_FALSE(checked);
  EXPECT_TRUE(says(checked.error().text, "another process holds the ledger"));
}

class WholeWithEnding : public Whole {
 protected:
  // The done step's revision is returned at the next.
  WholeWithEnding() {
    auto& ledger = open();
    auto ending = an_ending("r1");
    EndingEntry fields;
    fields.at = ending.at;
    fields.name = ending.name;
    fields.act = ending.act;
    fields.step = ending.step;
    fields.reason = ending.reason;
    fields.digest = base::sha256_digest(hash_of("document"));
    fields.people = {{ending.people[0], "department-leader", "certificate", ending.statements[0]}};
    const auto entry = ledger.append(encode(fields, base::Bytes(32, 1)), ending.at);
    ending.index = entry->index;
    ending.leaf = entry->leaf;
    EXPECT_TRUE(ledger.end_revision(ending, request_id(9), hash_of("end")));
    EXPECT_TRUE(ledger.commit());
    close();
  }
};

TEST_F(WholeWithEnding, passes_in_order) {
  const auto checked = check();
  EXPECT_TRUE(checked) << checked.error().text;
}

TEST_F(WholeWithEnding, an_ending_that_says_something_else_than_its_entry_is_found) {
  const auto set = [this](const std::string& what) {
    return found_after("DROP TRIGGER IF EXISTS endings_never_change; UPDATE endings SET " + what);
  };
  for (const auto& [there, back] :
       {std::pair<std::string, std::string>{"act = 'withdraw', step = ''", "act = 'return', step = 'department'"},
        {"step = 'principal'", "step = 'department'"},
        {"reason = 'other'", "reason = 'wrong-grade'"},
        {"revision = 2", "revision = 1"},
        {"record = 'r2'", "record = 'r1'"},
        {"unit = '79760002'", "unit = '79760001'"},
        {"kind = 'other'", "kind = 'hoc-ba'"},
        {"statements = zeroblob(32)", ""}}) {
    EXPECT_TRUE(says(set(there), "the ending of entry 1000 is not what the entry says")) << there;
    EXPECT_TRUE(back.empty() || set(back).empty());
  }
}

TEST_F(WholeWithEnding, an_ending_that_was_removed_is_found) {
  EXPECT_TRUE(says(found_after("DROP TRIGGER endings_stay; PRAGMA foreign_keys = OFF; DELETE FROM requests;"
                               "DELETE FROM endings"),
                   "entry 1000 ends a revision, and the ledger does not know it"));
}

TEST_F(WholeWithEnding, what_was_carried_over_must_have_been_in_the_log_before) {
  const auto leaf = tlog::leaf_hash(base::view("entry"));
  const auto note = key.signed_note({"before", 1, leaf});
  const auto row = "'u', 'k', 'r', 1, 'return', 's', 'why', zeroblob(32), '', zeroblob(32), 'school', 0, 1, 0, x'" +
                   base::to_hex(leaf) + "', x'', x''";
  const std::string begin =
      "DROP TRIGGER predecessors_come_first; DROP TRIGGER carried_endings_come_first;"
      "DROP TRIGGER carried_endings_never_change;"
      "INSERT INTO predecessors VALUES (1, 'before', 1, '";
  EXPECT_EQ(found_after(begin + note + "'); INSERT INTO carried_endings VALUES (" + row + ")"), "");
  EXPECT_TRUE(says(found_after("UPDATE carried_endings SET leaf = zeroblob(32)"),
                   "what was carried over as entry 0 of a log before was not in it"));
  EXPECT_TRUE(says(found_after("UPDATE carried_endings SET leaf = x'" + base::to_hex(leaf) + "', entry = 1"),
                   "what was carried over as entry 1 of a log before was not in it"));
  EXPECT_TRUE(says(found_after("UPDATE carried_endings SET entry = 0; DROP TRIGGER predecessors_never_change;"
                               "UPDATE predecessors SET note = 'none'"),
                   "the final checkpoint of `before` cannot be read"));
}

TEST_F(Whole, a_step_that_was_carried_over_must_have_been_in_the_log_before) {
  const auto note = key.signed_note({"before", 1, tlog::leaf_hash(base::view("entry"))});
  EXPECT_TRUE(says(found_after("DROP TRIGGER predecessors_come_first; DROP TRIGGER carried_steps_come_first;"
                               "INSERT INTO predecessors VALUES (1, 'before', 1, '" +
                               note +
                               "');"
                               "INSERT INTO carried_steps VALUES ('u', 'k', 'r', 1, 's', 0, 'd', '', x'', 1, 0,"
                               " zeroblob(32), x'', x'')"),
                   "what was carried over as entry 0 of a log before was not in it"));
}

class WholeOrders : public Whole {
 protected:
  WholeOrders() {
    auto& ledger = open();
    auto order = an_order();
    add_entry(ledger, order);
    EXPECT_TRUE(ledger.keep_order(order));
    // What is newest is looked at by each start.
    for (int i = 0; i < 300; ++i) EXPECT_TRUE(ledger.append(base::view(R"({"n":0})"), second(9)));
    EXPECT_TRUE(ledger.commit());
    close();
  }
};

TEST_F(WholeOrders, orders_that_are_what_their_entries_say_pass) {
  const auto checked = check();
  EXPECT_TRUE(checked) << checked.error().text;
}

TEST_F(WholeOrders, an_order_that_is_not_what_its_entry_says_is_found) {
  for (const auto* change : {"target = 'appliance'", "reason = 'other'", "statement = zeroblob(32)"}) {
    const auto found =
        found_after("DROP TRIGGER IF EXISTS orders_never_change; UPDATE orders SET " + std::string(change));
    EXPECT_TRUE(says(found, "the order of entry 1000 is not what the entry says")) << found;
  }
}

TEST_F(WholeOrders, an_order_that_the_ledger_has_forgotten_is_found) {
  const auto found = found_after("DROP TRIGGER orders_stay; DELETE FROM orders");
  EXPECT_TRUE(says(found, "entry 1000 is an order of security officers, and the ledger does not know it")) << found;
}

}  // namespace
}  // namespace antin::keeper::test
