// What a successor knows of the revisions that ended in the log before, and what it lets happen to them.
#include <map>

#include "core/tlog/proof.hpp"
#include "tests/unit/daemon/keeper/ledger/successor_fixture.hpp"

namespace antin::keeper::test {
namespace {

class SuccessorOfEndings : public Successor {
 protected:
  void return_it(Ledger& ledger, const std::string& record, std::uint8_t request, base::Act act = base::Act::returned) {
    auto ending = an_ending(record);
    ending.act = act;
    if (act != base::Act::returned) ending.step.clear();
    add_entry(ledger, ending);
    const auto ended = ledger.end_revision(ending, request_id(request), hash_of("end of " + record));
    ASSERT_TRUE(ended) << ended.error().text;
  }
  static Intent of_revision(std::uint32_t revision, const std::string& record, std::uint8_t request) {
    auto made = intent(step_name(record, "teacher"), request);
    made.name.revision = revision;
    return made;
  }
  void expect_refused(const LedgerResult<void>& result, const char* why) {
    ASSERT_FALSE(result);
    EXPECT_THAT(result.error().text, HasSubstr(why));
  }
  // Returned, superseded, withdrawn; and one that goes on.
  void close_old_with_endings(Ledger& ledger) {
    for (std::uint8_t i = 0; const auto* record : {"returned", "superseded", "withdrawn", "going-on"})
      complete(ledger, record, static_cast<std::uint8_t>(20 + i++));
    return_it(ledger, "returned", 30);
    return_it(ledger, "superseded", 31, base::Act::superseded);
    return_it(ledger, "withdrawn", 32, base::Act::withdrawn);
    end(ledger);
    sign(ledger, key);
    close();
    ASSERT_EQ(refusal_to_succeed(), "");
  }
  static RevisionName first_of(const std::string& record) { return {"79760001", "hoc-ba", record, 1}; }
};

TEST_F(SuccessorOfEndings, knows_each_with_a_proof_of_the_old_log) {
  auto& old = open();
  close_old_with_endings(old);
  auto made = successor();
  const auto ending = *made.ledger->ending(first_of("superseded"));
  ASSERT_TRUE(ending);
  const auto expected = an_ending("superseded");
  EXPECT_EQ(ending->name, first_of("superseded"));
  EXPECT_EQ(ending->act, base::Act::superseded);
  EXPECT_EQ(ending->step, "");
  EXPECT_EQ(ending->reason, expected.reason);
  EXPECT_EQ(ending->statements, expected.statements);
  EXPECT_EQ(ending->people, expected.people);
  EXPECT_EQ(ending->certificates, expected.certificates);
  EXPECT_EQ(ending->system, expected.system);
  EXPECT_EQ(ending->at, expected.at);
  EXPECT_EQ(ending->result, expected.result);
  EXPECT_EQ(ending->leaf, tlog::leaf_hash(base::view(R"({"ended":"superseded"})")));
  ASSERT_TRUE(ending->proof);
  const auto proven = tlog::verify(tlog::parse_proof(*ending->proof).value(), ending->leaf, key.verifier());
  EXPECT_TRUE(proven) << proven.error().text;
  EXPECT_EQ((*made.ledger->ending(first_of("returned")))->step, "department");
  EXPECT_EQ((*made.ledger->ending(first_of("withdrawn")))->act, base::Act::withdrawn);
  EXPECT_FALSE(*made.ledger->ending(first_of("going-on")));
}

TEST_F(SuccessorOfEndings, lets_nothing_happen_to_what_has_ended_and_the_next_revision_follow) {
  close_old_with_endings(open());
  auto made = successor();
  auto& ledger = *made.ledger;
  EXPECT_TRUE(ledger.open_step(of_revision(2, "returned", 50), hash_of("2")));
  EXPECT_TRUE(ledger.open_step(of_revision(2, "superseded", 51), hash_of("2")));
  EXPECT_EQ(*ledger.newest_revision("79760001", "hoc-ba", "superseded"), 2U);
  EXPECT_EQ(*ledger.newest_revision("79760001", "hoc-ba", "withdrawn"), 1U);
  ASSERT_TRUE(ledger.commit());
  const auto refuses = [&](auto act, const char* why) {
    made = {};  // one lock a file
    made = successor();
    expect_refused(act(*made.ledger), why);
  };
  refuses([&](Ledger& of) { return of.open_step(of_revision(2, "withdrawn", 52), hash_of("2")); },
          "the revision before was neither returned nor superseded");
  refuses([&](Ledger& of) { return of.open_step(of_revision(2, "going-on", 53), hash_of("2")); },
          "the revision before was neither returned nor superseded");
  refuses([&](Ledger& of) { return of.open_step(of_revision(1, "returned", 54), hash_of("1")); },
          "the revision has ended");
  refuses(
      [&](Ledger& of) {
        auto again = an_ending("withdrawn");
        add_entry(of, again);
        return of.end_revision(again, request_id(55), hash_of("again"));
      },
      "the revision has ended already");
}

TEST_F(SuccessorOfEndings, ends_what_was_done_in_the_old_log) {
  close_old_with_endings(open());
  auto made = successor();
  return_it(*made.ledger, "going-on", 60);
  const auto ending = *made.ledger->ending(first_of("going-on"));
  ASSERT_TRUE(ending);
  EXPECT_FALSE(ending->proof) << "it is in this log";
}

TEST_F(SuccessorOfEndings, keeps_their_request_ids) {
  close_old_with_endings(open());
  auto made = successor();
  const auto used = *made.ledger->used_request("school-79760001", request_id(31));
  ASSERT_TRUE(used);
  EXPECT_EQ(used->meaning, hash_of("end of superseded"));
  EXPECT_FALSE(used->result);
  ASSERT_TRUE(made.ledger->remember_request(first_of("superseded"), "department-79", request_id(70), hash_of("again")));
  EXPECT_EQ((*made.ledger->used_request("department-79", request_id(70)))->meaning, hash_of("again"));
  EXPECT_FALSE(made.ledger->remember_request(first_of("going-on"), "department-79", request_id(71), hash_of("none")));
}

TEST_F(SuccessorOfEndings, of_a_successor_knows_them_still) {
  close_old_with_endings(open());
  const antin::test::LogKey second_key(new_origin);
  const std::string third_origin = "seal.test.example/2028";
  {
    auto made = successor();
    return_it(*made.ledger, "going-on", 60);
    end(*made.ledger, third_origin);
    sign(*made.ledger, second_key);
  }
  const auto file = m_folder / "third";
  const auto third = make_successor(file, {third_origin, successor_file(), second_key.verifier(), {}, second(20)});
  ASSERT_TRUE(third) << third.error().text;
  auto opened = open_sqlite_ledger(file, third_origin).value();
  for (const auto& [record, of] :
       std::map<std::string, const antin::test::LogKey*>{{"returned", &key}, {"going-on", &second_key}}) {
    const auto ending = *opened.ledger->ending(first_of(record));
    ASSERT_TRUE(ending) << record;
    EXPECT_TRUE(tlog::verify(tlog::parse_proof(*ending->proof).value(), ending->leaf, of->verifier())) << record;
  }
  EXPECT_TRUE(*opened.ledger->used_request("school-79760001", request_id(60)));
}

TEST_F(SuccessorOfEndings, their_rows_never_change) {
  close_old_with_endings(open());
  { successor(); }
  for (const auto* sql : {"UPDATE carried_endings SET act = 'return'", "DELETE FROM carried_endings"})
    EXPECT_THAT(run_sql(sql, successor_file()), HasSubstr("an ending never changes")) << sql;
  EXPECT_THAT(run_sql("INSERT INTO carried_endings SELECT unit, kind, record, 9, act, step, reason, statements, people,"
                      " certificates, system, at, predecessor, entry, leaf, path, result FROM carried_endings LIMIT 1",
                      successor_file()),
              HasSubstr("a log is made a successor before its first entry"));
}

// As an antind from before there were endings has left it.
TEST_F(Successor, of_an_older_schema_is_made_all_the_same) {
  close_old();
  ASSERT_EQ(run_sql(without_endings), "");
  ASSERT_EQ(refusal_to_succeed(), "");
  const auto name = step_name("first");
  EXPECT_EQ(successor().ledger->steps(name.unit, name.kind, name.record, 1)->size(), 1U);
}

}  // namespace
}  // namespace antin::keeper::test
