// What the schema itself refuses, whoever asks: a slip in the code above it, or somebody with a SQL shell.
#include "tests/unit/daemon/keeper/ledger/samples.hpp"

namespace antin::keeper::test {
namespace {

class Schema : public LedgerTest {
 protected:
  void SetUp() override {
    auto& ledger = open();
    ASSERT_TRUE(ledger.open_step(intent(step_name("done"), 1), hash_of("1")));
    ASSERT_TRUE(ledger.open_step(intent(step_name("open"), 2), hash_of("2")));
    const auto entry = ledger.append(base::view("{}"), second(1));
    ASSERT_TRUE(ledger.complete_step(step_name("done"), *entry, second(1), base::view("reply")));
    ASSERT_TRUE(ledger.put_blob(hash_of("blob"), base::view("blob")));
    ASSERT_TRUE(ledger.put_approval(hash_of("statement"), {octets("statement"), octets("cms")}));
    ASSERT_TRUE(
        ledger.put_approval(hash_of("item"), {octets("bulk"), octets("cms"), StoredItem{octets("item"), 0, {}}}));
    ASSERT_TRUE(ledger.commit());
  }

  void expect_refused(const std::string& sql, const std::string& reason) {
    EXPECT_NE(run_sql(sql).find(reason), std::string::npos) << sql << " gave: " << run_sql(sql);
  }
};

TEST_F(Schema, entries_are_append_only) {
  expect_refused("UPDATE entries SET bytes = x'00'", "entries are append-only");
  expect_refused("DELETE FROM entries", "entries are append-only");
  expect_refused("REPLACE INTO entries VALUES (0, 1, x'00', zeroblob(32))", "entries are numbered without a gap");
  expect_refused("INSERT INTO entries VALUES (2, 1, x'00', zeroblob(32))", "entries are numbered without a gap");
}

TEST_F(Schema, done_steps_never_change) {
  expect_refused("UPDATE steps SET result = x'00' WHERE record = 'done'", "a step that is done never changes");
  expect_refused("UPDATE steps SET status = 1 WHERE record = 'done'", "a step that is done never changes");
  expect_refused("DELETE FROM steps WHERE record = 'done'", "a step that is done never changes");
  expect_refused("REPLACE INTO steps SELECT * FROM steps WHERE record = 'done'", "the step is open or done already");
  expect_refused(
      "REPLACE INTO steps SELECT 99, unit, kind, record, revision, step, status, at, digest, people, certificates,"
      " system, request, seal_key, attributes, stamped, decision, signature, entry, result"
      " FROM steps WHERE record = 'done'",
      "the step is open or done already");
}

TEST_F(Schema, an_intent_keeps_what_it_is_for) {
  for (const char* column : {"digest = 'sha256:00'", "record = 'other'", "people = ''", "seal_key = 'other'",
                             "attributes = x'00'", "decision = '{}'", "stamped = x'00'"})
    expect_refused(std::string("UPDATE steps SET ") + column + " WHERE record = 'open'",
                   "an intent keeps what it is for");
}

TEST_F(Schema, a_step_is_done_only_with_an_entry_and_a_reply) {
  expect_refused(
      "UPDATE steps SET status = 2, attributes = NULL, stamped = NULL, decision = NULL WHERE record = 'open'",
      "CHECK constraint failed");
}

TEST_F(Schema, blobs_and_approvals_are_append_only) {
  expect_refused("UPDATE blobs SET bytes = x'00'", "blobs are append-only");
  expect_refused("DELETE FROM blobs", "blobs are append-only");
  expect_refused("UPDATE approvals SET cms = x'00'", "approvals are append-only");
  expect_refused("DELETE FROM approvals", "approvals are append-only");
  expect_refused("UPDATE bulk_approvals SET cms = x'00'", "approvals are append-only");
  expect_refused("DELETE FROM bulk_approvals", "approvals are append-only");
  expect_refused("UPDATE bulk_items SET place = 1", "approvals are append-only");
  expect_refused("DELETE FROM bulk_items", "approvals are append-only");
}

TEST_F(Schema, a_request_id_keeps_its_meaning) {
  expect_refused("UPDATE requests SET meaning = zeroblob(32)", "a request id keeps its meaning");
}

TEST_F(Schema, the_identity_is_fixed_and_the_start_only_grows) {
  expect_refused("UPDATE identity SET origin = 'other'", "the identity of a ledger is fixed");
  expect_refused("UPDATE identity SET person_key = zeroblob(32)", "the identity of a ledger is fixed");
  expect_refused("DELETE FROM identity", "the identity of a ledger is fixed");
  expect_refused("UPDATE identity SET start = start", "the start number only grows");
}

}  // namespace
}  // namespace antin::keeper::test
