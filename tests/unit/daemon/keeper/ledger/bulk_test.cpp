// What was approved in bulk: the signature once, and for each item all that an auditor needs.
#include "tests/unit/daemon/keeper/ledger/samples.hpp"

namespace antin::keeper::test {
namespace {

class Bulk : public LedgerTest {
 protected:
  static StoredApproval item(const std::string& text, std::uint32_t index, const std::string& cms = "cms") {
    return {octets("bulk"), octets(cms), StoredItem{octets(text), index, {hash_of("left"), hash_of("right")}}};
  }
  std::int64_t count(const char* sql) {
    close();
    auto connection = Connection::open(file());
    auto rows = connection.query(sql);
    return rows.next() ? rows.integer(0) : -1;
  }
};

TEST_F(Bulk, an_item_is_found_by_its_own_statement_with_path_and_signature) {
  auto& ledger = open();
  ASSERT_TRUE(ledger.put_approval(hash_of("item 7"), item("item 7", 7)));
  ASSERT_TRUE(ledger.commit());
  const auto found = *open().approval(hash_of("item 7"));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->statement, octets("bulk"));
  EXPECT_EQ(found->cms, octets("cms"));
  ASSERT_TRUE(found->item);
  EXPECT_EQ(found->item->statement, octets("item 7"));
  EXPECT_EQ(found->item->index, 7U);
  EXPECT_EQ(found->item->path, (tlog::Path{hash_of("left"), hash_of("right")}));
  EXPECT_FALSE(*open().approval(hash_of("item 8")));
}

TEST_F(Bulk, the_only_item_has_an_empty_path) {
  auto only = item("item", 0);
  only.item->path.clear();
  auto& ledger = open();
  ASSERT_TRUE(ledger.put_approval(hash_of("item"), only));
  EXPECT_TRUE((*ledger.approval(hash_of("item")))->item->path.empty());
}

TEST_F(Bulk, the_signature_is_stored_once_for_all_items) {
  auto& ledger = open();
  for (std::uint32_t i = 0; i < 35; ++i) {
    const auto text = "item " + std::to_string(i);
    ASSERT_TRUE(ledger.put_approval(hash_of(text), item(text, i)));
    ASSERT_TRUE(ledger.put_approval(hash_of(text), item(text, i)));
  }
  EXPECT_EQ((*ledger.approval(hash_of("item 34")))->cms, octets("cms"));
  ASSERT_TRUE(ledger.commit());
  EXPECT_EQ(count("SELECT count(*) FROM bulk_approvals"), 1);
  EXPECT_EQ(count("SELECT count(*) FROM bulk_items"), 35);
}

// Else an auditor would find the signature of another than the entry names, or one that was not stamped.
TEST_F(Bulk, of_a_text_that_was_signed_twice_each_item_has_the_signature_that_it_came_with) {
  auto& ledger = open();
  ASSERT_TRUE(ledger.put_approval(hash_of("a"), item("a", 0, "cms 1")));
  ASSERT_TRUE(ledger.put_approval(hash_of("b"), item("b", 1, "cms 2")));
  ASSERT_TRUE(ledger.put_approval(hash_of("a"), item("a", 0, "cms 2")));
  EXPECT_EQ((*ledger.approval(hash_of("a")))->cms, octets("cms 1")) << "again is no change";
  EXPECT_EQ((*ledger.approval(hash_of("b")))->cms, octets("cms 2"));
}

TEST_F(Bulk, an_item_with_another_hash_is_refused) {
  EXPECT_FALSE(open().put_approval(hash_of("bulk"), item("item", 0)));
}

TEST_F(Bulk, a_ledger_from_before_takes_items) {
  ASSERT_TRUE(open().put_approval(hash_of("statement"), {octets("statement"), octets("cms")}));
  ASSERT_TRUE(m_opened->ledger->commit());
  ASSERT_EQ(run_sql(without_endings + "DROP TABLE bulk_items; DROP TABLE bulk_approvals; PRAGMA user_version = 4"), "");
  auto& ledger = open();
  EXPECT_TRUE(*ledger.approval(hash_of("statement")));
  EXPECT_TRUE(ledger.put_approval(hash_of("item"), item("item", 0)));
  EXPECT_TRUE(ledger.commit());
}

}  // namespace
}  // namespace antin::keeper::test
