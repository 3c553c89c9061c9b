// The roster's changes: kept with their entries, used once, found by a whole check, and carried to a successor.
#include "daemon/keeper/ledger/roster.hpp"

#include "core/crypto/identity.hpp"
#include "core/statement/roster.hpp"
#include "core/tlog/small_tree.hpp"
#include "daemon/keeper/ledger/entry.hpp"
#include "daemon/keeper/ledger/whole_check.hpp"
#include "tests/support/foreign_tools.hpp"
#include "tests/unit/daemon/keeper/ledger/successor_fixture.hpp"

namespace antin::keeper::test {
namespace {

using base::RosterAction;
using namespace std::chrono;

// By tools that we did not write; its subject has a serialNumber.
const base::Bytes& a_certificate() {
  static const base::Bytes der = [] {
    const antin::test::ToolDirectory tools;
    tools.must_run(
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout key -outform DER -out crt"
        " -subj '/CN=Somebody/serialNumber=079123'");
    return tools.read("crt");
  }();
  return der;
}

statement::RosterChange change_of(const std::string& person, RosterAction action = RosterAction::enrol) {
  statement::RosterChange change;
  change.log = origin;
  change.action = action;
  change.unit = "79760001";
  change.person = person;
  if (action == RosterAction::enrol) {
    change.certificate = crypto::sha256(a_certificate());
    change.role = "teacher";
    change.scope = "1A";
    change.from = 2025y / September / 1;
    change.until = 2026y / August / 31;
  }
  change.expires = second(100);
  return change;
}

class RosterOfALedger : public Successor {
 protected:
  RosterRecord record_of(const statement::RosterChange& change) {
    RosterRecord record;
    record.statement = hash_of(statement::print(change));
    record.action = change.action;
    record.unit = change.unit;
    record.person = change.person;
    record.certificate = change.certificate;
    if (change.certificate)
      record.identity = crypto::identity_of(identity().person_key, *crypto::parse_certificate(a_certificate()));
    record.role = change.role;
    record.scope = change.scope;
    if (change.from) record.from = second(0);
    if (change.until) record.until = second(1000);
    record.system = "school-79760001";
    record.at = second(5);
    return record;
  }
  void enter(Ledger& ledger, RosterRecord& record) {
    RosterEntry entry;
    entry.at = record.at;
    entry.action = record.action;
    entry.unit = record.unit;
    entry.person = record.person;
    entry.role = record.role.value_or("");
    entry.scope = record.scope.value_or("");
    entry.from = record.from;
    entry.until = record.until;
    entry.certificate = record.certificate;
    entry.statement = record.statement;
    entry.rule = "registration/teacher";
    entry.system = record.system;
    const auto appended = ledger.append(encode(entry, identity().person_key), record.at);
    record.index = appended->index;
    record.leaf = appended->leaf;
  }
  // One alone, and two of a batch of three.
  void fill_roster(Ledger& ledger) {
    ASSERT_TRUE(ledger.put_blob(crypto::sha256(a_certificate()), a_certificate()));
    put(ledger, change_of("p-1"), std::nullopt, statement::print(change_of("p-1")));
    std::vector<base::Bytes> items;
    tlog::Path leaves;
    for (const auto& change : {change_of("p-1", RosterAction::suspend), change_of("p-1", RosterAction::resume)})
      leaves.push_back(tlog::leaf_hash(items.emplace_back(octets(statement::print(change)))));
    const tlog::SmallTree tree(leaves);
    const auto batch = statement::print(statement::RosterBatch{origin, 2, tree.root(), {}, {}, second(100)});
    put(ledger, change_of("p-1", RosterAction::suspend), StoredRosterItem{items[0], 0, tree.inclusion(0)}, batch);
    put(ledger, change_of("p-1", RosterAction::resume), StoredRosterItem{items[1], 1, tree.inclusion(1)}, batch);
    ASSERT_TRUE(ledger.commit());
  }
  void put(Ledger& ledger, const statement::RosterChange& change, std::optional<StoredRosterItem> item,
           const std::string& signed_text) {
    auto record = record_of(change);
    enter(ledger, record);
    const auto put =
        ledger.change_roster(record, {octets(signed_text), {octets("cms 1"), octets("cms 2")}, std::move(item)});
    ASSERT_TRUE(put) << put.error().text;
  }
  static std::vector<RosterRecord> all(Ledger& ledger) {
    std::vector<RosterRecord> records;
    EXPECT_TRUE(ledger.read_roster([&](const RosterRecord& one) { records.push_back(one); }));
    return records;
  }
  std::string found_after(const std::string& sql) {
    EXPECT_EQ(run_sql(sql), "");
    const auto checked = check_ledger(file(), origin, {key.verifier()}, [](const std::string&, auto...) {});
    return checked ? "" : checked.error().text;
  }
};

TEST_F(RosterOfALedger, is_read_as_it_was_written_after_a_restart_too) {
  fill_roster(open());
  const auto records = all(open());
  ASSERT_EQ(records.size(), 3U);
  EXPECT_EQ(records[0].person, "p-1");
  EXPECT_EQ(records[0].role, "teacher");
  EXPECT_EQ(records[0].scope, "1A");
  EXPECT_EQ(records[0].until, second(1000));
  EXPECT_TRUE(records[0].identity);
  EXPECT_EQ(records[1].action, RosterAction::suspend);
  EXPECT_FALSE(records[1].role || records[1].identity || records[1].from);
  EXPECT_EQ(records[2].index, 2U);
  EXPECT_FALSE(records[2].carried);
}

TEST_F(RosterOfALedger, names_the_entry_that_a_statement_was_used_for) {
  auto& ledger = open();
  fill_roster(ledger);
  const auto used = *ledger.roster_change(hash_of(statement::print(change_of("p-1", RosterAction::resume))));
  ASSERT_TRUE(used);
  EXPECT_EQ(used->index, 2U);
  EXPECT_FALSE(*ledger.roster_change(hash_of("another")));
}

TEST_F(RosterOfALedger, keeps_what_all_registrars_signed_once_for_its_items) {
  auto& ledger = open();
  fill_roster(ledger);
  const auto stored = *ledger.roster_statement(hash_of(statement::print(change_of("p-1", RosterAction::suspend))));
  ASSERT_TRUE(stored);
  EXPECT_EQ(stored->signatures, (std::vector<base::Bytes>{octets("cms 1"), octets("cms 2")}));
  ASSERT_TRUE(stored->item);
  EXPECT_EQ(stored->item->index, 0U);
  EXPECT_EQ(run_sql("CREATE TABLE t AS SELECT count(*) AS n FROM roster_statements;"
                    "CREATE TABLE one (n INTEGER CHECK (n = 2)); INSERT INTO one SELECT n FROM t"),
            "");
}

TEST_F(RosterOfALedger, takes_a_statement_once) {
  auto& ledger = open();
  fill_roster(ledger);
  auto record = record_of(change_of("p-1"));
  enter(ledger, record);
  const auto again = ledger.change_roster(record, {octets(statement::print(change_of("p-1"))), {octets("cms")}});
  ASSERT_FALSE(again);
  EXPECT_THAT(again.error().text, HasSubstr("the statement was used already"));
}

TEST_F(RosterOfALedger, takes_no_change_without_its_entry_or_under_another_hash) {
  auto record = [&] {
    open();
    return record_of(change_of("p-1"));
  }();
  const StoredRosterChange change{octets(statement::print(change_of("p-1"))), {octets("cms")}};
  EXPECT_THAT(open().change_roster(record, change).error().text, HasSubstr("a change of the roster has an entry"));
  auto& ledger = open();
  enter(ledger, record);
  record.statement = hash_of("another");
  EXPECT_THAT(ledger.change_roster(record, change).error().text, HasSubstr("does not have the hash"));
}

TEST_F(RosterOfALedger, never_changes) {
  fill_roster(open());
  EXPECT_NE(run_sql("UPDATE roster_changes SET role = 'principal' WHERE number = 1"), "");
  EXPECT_NE(run_sql("DELETE FROM roster_changes"), "");
  EXPECT_NE(run_sql("DELETE FROM roster_statements"), "");
  EXPECT_NE(run_sql("INSERT OR REPLACE INTO roster_changes SELECT * FROM roster_changes WHERE number = 1"), "");
}

TEST_F(RosterOfALedger, of_a_whole_ledger_agrees_with_its_entries_and_statements) {
  fill_roster(open());
  EXPECT_EQ(found_after("SELECT 1"), "");
  const std::string change = "DROP TRIGGER roster_changes_never_change; UPDATE roster_changes SET ";
  EXPECT_THAT(found_after(change + "role = 'principal' WHERE number = 1"), HasSubstr("is not what its statement says"));
}

TEST_F(RosterOfALedger, whose_dates_were_altered_is_found) {
  fill_roster(open());
  EXPECT_THAT(found_after("DROP TRIGGER roster_changes_never_change; UPDATE roster_changes SET until = until + 1 WHERE "
                          "number = 1"),
              HasSubstr("is not what the entry says"));
}

TEST_F(RosterOfALedger, that_lost_a_change_is_found) {
  fill_roster(open());
  EXPECT_THAT(found_after("DROP TRIGGER roster_changes_stay; DELETE FROM roster_changes WHERE number = 2"),
              HasSubstr("entry 1 changes the roster, and the ledger does not know it"));
}

TEST_F(RosterOfALedger, with_a_path_to_another_batch_is_found) {
  fill_roster(open());
  EXPECT_THAT(
      found_after("DROP TRIGGER roster_changes_never_change; UPDATE roster_changes SET place = 1 WHERE number = 2"),
      HasSubstr("is not in the batch that was signed"));
}

TEST_F(RosterOfALedger, is_carried_to_a_successor_under_identities_of_its_own) {
  auto& old = open();
  fill_roster(old);
  const auto before = all(old);
  end(old);
  sign(old, key);
  close();
  ASSERT_EQ(refusal_to_succeed(), "");
  auto made = successor();
  const auto carried = all(*made.ledger);
  ASSERT_EQ(carried.size(), before.size());
  EXPECT_TRUE(carried[0].carried);
  EXPECT_EQ(carried[0].person, "p-1");
  EXPECT_EQ(carried[0].until, before[0].until);
  EXPECT_NE(carried[0].identity, before[0].identity);
  EXPECT_EQ(carried[0].identity,
            crypto::identity_of(made.identity.person_key, *crypto::parse_certificate(a_certificate())));
  EXPECT_EQ(carried[2].action, RosterAction::resume);
  EXPECT_TRUE(made.ledger->roster_statement(before[1].statement)->has_value());
  EXPECT_FALSE(made.ledger->roster_change(before[1].statement)->has_value()) << "its statements are of another log";
}

TEST(Identity, is_the_one_serial_number_of_a_subject) {
  const antin::test::ToolDirectory tools;
  const auto identity = [&](const std::string& subject) {
    tools.must_run(
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout key -outform DER"
        " -out crt -subj '" +
        subject + "'");
    return crypto::identity_of(octets("key"), *crypto::parse_certificate(tools.read("crt")));
  };
  const auto one = identity("/CN=A/serialNumber=079123");
  ASSERT_TRUE(one);
  EXPECT_EQ(identity("/CN=B/serialNumber=079123"), one) << "a renewed name is the same human";
  EXPECT_NE(identity("/CN=A/serialNumber=079124"), one);
  EXPECT_FALSE(identity("/CN=A"));
  EXPECT_FALSE(identity("/serialNumber=1/serialNumber=2/CN=A"));
}

}  // namespace
}  // namespace antin::keeper::test
