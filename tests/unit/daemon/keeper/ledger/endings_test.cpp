// Endings: written once, read as written, and what the schema refuses around them whoever asks.
#include "tests/unit/daemon/keeper/ledger/samples.hpp"

namespace antin::keeper::test {
namespace {

class Endings : public LedgerTest {
 protected:
  // The principal's step of revision 1 is done.
  Ledger& begun(const std::string& record = "r1") {
    auto& ledger = m_opened ? *m_opened->ledger : open();
    static std::uint8_t request = 100;
    EXPECT_TRUE(ledger.open_step(intent(step_name(record), ++request), hash_of("meaning")));
    const auto entry = ledger.append(base::view("{\"of\":\"" + record + "\"}"), second(5));
    EXPECT_TRUE(ledger.complete_step(step_name(record), *entry, second(5), base::view("reply")));
    return ledger;
  }
  static EndingRecord ended(Ledger& ledger, EndingRecord ending, std::uint8_t request = 9) {
    add_entry(ledger, ending);
    const auto kept = ledger.end_revision(ending, request_id(request), hash_of("the end"));
    EXPECT_TRUE(kept) << kept.error().text;
    return ending;
  }
  static EndingRecord whole(base::Act act, const std::string& record) {
    auto ending = an_ending(record);
    ending.act = act;
    ending.step.clear();
    return ending;
  }
  void expect_refused(const std::string& sql, const std::string& reason) {
    const auto said = run_sql(sql);
    EXPECT_NE(said.find(reason), std::string::npos) << sql << " gave: " << said;
  }
  static void expect_write_fault(const LedgerResult<void>& result, const std::string& reason) {
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().fault, LedgerFault::write);
    EXPECT_NE(result.error().text.find(reason), std::string::npos) << result.error().text;
  }
};

TEST_F(Endings, an_ending_is_read_as_it_was_written) {
  auto& ledger = begun();
  auto made = an_ending("r1");
  made.statements.push_back(hash_of("statement 2"));
  made.people.emplace_back("p-000005");
  made.certificates.push_back(hash_of("certificate 5"));
  made = ended(ledger, made);
  ASSERT_TRUE(ledger.commit());
  const auto read = open().ending(made.name).value();
  ASSERT_TRUE(read);
  EXPECT_EQ(read->name, made.name);
  EXPECT_EQ(read->act, base::Act::returned);
  EXPECT_EQ(read->step, "department");
  EXPECT_EQ(read->reason, "wrong-grade");
  EXPECT_EQ(read->statements, made.statements);
  EXPECT_EQ(read->people, made.people);
  EXPECT_EQ(read->certificates, made.certificates);
  EXPECT_EQ(read->system, "school-79760001");
  EXPECT_EQ(read->index, made.index);
  EXPECT_EQ(read->leaf, made.leaf);
  EXPECT_EQ(read->at, second(7));
  EXPECT_EQ(read->result, octets("ended"));
}

TEST_F(Endings, one_of_another_revision_or_record_is_none) {
  auto& ledger = begun();
  ended(ledger, an_ending("r1"));
  EXPECT_FALSE(ledger.ending({"79760001", "hoc-ba", "r1", 2}).value());
  EXPECT_FALSE(ledger.ending({"79760001", "hoc-ba", "r2", 1}).value());
  EXPECT_FALSE(ledger.ending({"79760002", "hoc-ba", "r1", 1}).value());
  EXPECT_FALSE(ledger.ending({"79760001", "other", "r1", 1}).value());
}

TEST_F(Endings, each_act_comes_back_as_what_it_was) {
  auto& ledger = begun("s");
  begun("w");
  ended(ledger, whole(base::Act::superseded, "s"), 1);
  ended(ledger, whole(base::Act::withdrawn, "w"), 2);
  EXPECT_EQ(ledger.ending({"79760001", "hoc-ba", "s", 1}).value()->act, base::Act::superseded);
  EXPECT_EQ(ledger.ending({"79760001", "hoc-ba", "w", 1}).value()->act, base::Act::withdrawn);
}

TEST_F(Endings, a_revision_ends_once) {
  auto& ledger = begun();
  ended(ledger, an_ending("r1"));
  auto again = an_ending("r1");
  add_entry(ledger, again);
  expect_write_fault(ledger.end_revision(again, request_id(10), hash_of("meaning")), "the revision has ended already");
}

TEST_F(Endings, nothing_that_never_began_is_ended) {
  auto& ledger = open();
  auto ending = an_ending("r1");
  add_entry(ledger, ending);
  expect_write_fault(ledger.end_revision(ending, request_id(10), hash_of("meaning")),
                     "a revision ends when something of it is done and nothing is open");
}

TEST_F(Endings, a_revision_with_an_open_step_is_not_ended) {
  auto& ledger = begun();
  ASSERT_TRUE(ledger.open_step(intent(step_name("r1", "department"), 2), hash_of("meaning")));
  auto ending = an_ending("r1");
  add_entry(ledger, ending);
  expect_write_fault(ledger.end_revision(ending, request_id(10), hash_of("meaning")),
                     "a revision ends when something of it is done and nothing is open");
}

TEST_F(Endings, nothing_begins_in_a_revision_that_has_ended) {
  auto& ledger = begun();
  ended(ledger, an_ending("r1"));
  expect_write_fault(ledger.open_step(intent(step_name("r1", "department"), 2), hash_of("meaning")),
                     "the revision has ended");
}

TEST_F(Endings, the_next_revision_begins_after_a_return_or_a_supersession_and_else_not) {
  const auto second_of = [](const std::string& record, std::uint8_t request) {
    auto made = intent(step_name(record, "teacher"), request);
    made.name.revision = 2;
    return made;
  };
  auto& ledger = begun("r");
  begun("s");
  begun("w");
  begun("o");
  ended(ledger, an_ending("r"), 1);
  ended(ledger, whole(base::Act::superseded, "s"), 2);
  ended(ledger, whole(base::Act::withdrawn, "w"), 3);
  EXPECT_TRUE(ledger.open_step(second_of("r", 11), hash_of("meaning")));
  EXPECT_TRUE(ledger.open_step(second_of("s", 12), hash_of("meaning")));
  EXPECT_EQ(*ledger.newest_revision("79760001", "hoc-ba", "r"), 2U);
  EXPECT_EQ(*ledger.newest_revision("79760001", "hoc-ba", "w"), 1U);
  EXPECT_EQ(*ledger.newest_revision("79760001", "hoc-ba", "none"), 0U);
  ASSERT_TRUE(ledger.commit());
  expect_write_fault(ledger.open_step(second_of("w", 13), hash_of("meaning")),
                     "the revision before was neither returned nor superseded");
  expect_write_fault(open().open_step(second_of("o", 14), hash_of("meaning")),
                     "the revision before was neither returned nor superseded");
}

TEST_F(Endings, an_ending_needs_an_entry_that_is_in_the_log) {
  auto& ledger = begun();
  auto ending = an_ending("r1");
  ending.index = 0;  // another's
  ending.leaf = hash_of("no entry");
  expect_write_fault(ledger.end_revision(ending, request_id(10), hash_of("meaning")), "NOT NULL");
}

TEST_F(Endings, one_that_does_not_add_up_is_refused) {
  auto no_person = an_ending("r1"), no_statement = no_person, no_act = no_person, no_step = no_person,
       no_reason = no_person;
  no_person.people.clear();
  no_statement.statements.clear();
  no_statement.people.clear();
  no_statement.certificates.clear();
  no_act.act = base::Act::unknown;
  no_step.step.clear();
  no_reason.reason.clear();
  for (auto& odd : {no_person, no_statement, no_act, no_step, no_reason}) {
    m_opened.reset();
    std::filesystem::remove(file());
    auto& ledger = begun();
    auto ending = odd;
    add_entry(ledger, ending);
    EXPECT_FALSE(ledger.end_revision(ending, request_id(10), hash_of("meaning")));
  }
}

TEST_F(Endings, its_request_ids_are_known_as_long_as_it_is_and_no_timestamps_reply) {
  auto& ledger = begun();
  const auto made = ended(ledger, an_ending("r1"), 9);
  ASSERT_TRUE(ledger.remember_request(made.name, "school-79760001", request_id(10), hash_of("again")));
  ASSERT_TRUE(ledger.remember_request(made.name, "school-79760001", request_id(10), hash_of("again")));
  ASSERT_TRUE(ledger.forget_timestamps(second(1000)));
  for (const auto& [id, meaning] : {std::pair<std::uint8_t, const char*>{9, "the end"}, {10, "again"}}) {
    const auto used = ledger.used_request("school-79760001", request_id(id)).value();
    ASSERT_TRUE(used);
    EXPECT_EQ(used->meaning, hash_of(meaning));
    EXPECT_FALSE(used->result);
  }
  EXPECT_FALSE(ledger.remember_request(made.name, "school-79760001", request_id(10), hash_of("another meaning")));
}

TEST_F(Endings, a_request_of_no_ending_is_not_remembered) {
  auto& ledger = begun();
  EXPECT_FALSE(ledger.remember_request(RevisionName{"79760001", "hoc-ba", "r1", 1}, "school-79760001", request_id(10),
                                       hash_of("meaning")));
}

TEST_F(Endings, they_never_change) {
  ended(begun(), an_ending("r1"));
  ASSERT_TRUE(m_opened->ledger->commit());
  expect_refused("UPDATE endings SET act = 'withdraw', step = ''", "an ending never changes");
  expect_refused("UPDATE endings SET reason = 'other'", "an ending never changes");
  expect_refused("DELETE FROM endings", "an ending never changes");
  expect_refused("REPLACE INTO endings SELECT * FROM endings", "the revision has ended already");
}

TEST_F(Endings, a_closed_log_takes_none) {
  auto& ledger = begun();
  auto ending = an_ending("r1");
  add_entry(ledger, ending);
  ASSERT_TRUE(ledger.close_log(base::view("{}"), second(8), "seal.test.example/2027"));
  expect_write_fault(ledger.end_revision(ending, request_id(10), hash_of("meaning")), "the log is closed");
}

TEST_F(Endings, a_ledger_from_before_it_had_them_gets_them) {
  auto& before = begun();
  ASSERT_TRUE(before.keep_timestamp("school-79760001", request_id(3), hash_of("stamp"), second(3), base::view("t")));
  ASSERT_TRUE(before.commit());
  ASSERT_EQ(run_sql(without_endings), "");
  auto& ledger = open();
  ended(ledger, an_ending("r1"));
  EXPECT_TRUE(ledger.used_request("school-79760001", request_id(3)).value()->result);
  ASSERT_TRUE(ledger.forget_timestamps(second(1000)));
  EXPECT_FALSE(ledger.used_request("school-79760001", request_id(3)).value());
}

}  // namespace
}  // namespace antin::keeper::test
