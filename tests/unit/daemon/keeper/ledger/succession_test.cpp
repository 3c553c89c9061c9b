// A ledger that goes on where another was closed: what it knows of it, and which ledgers it refuses to go on from.
#include <map>

#include "core/base/file.hpp"
#include "core/tlog/proof.hpp"
#include "tests/unit/daemon/keeper/ledger/successor_fixture.hpp"

namespace antin::keeper::test {
namespace {

TEST_F(Successor, begins_with_an_entry_that_holds_the_final_checkpoint) {
  close_old();
  ASSERT_EQ(refusal_to_succeed(), "");
  auto made = successor();
  EXPECT_EQ(*made.ledger->size(), 1U);
  EXPECT_TRUE(*made.ledger->is_successor());
  EXPECT_FALSE(made.ledger->closing()->has_value());
  const auto first = **made.ledger->entry(0);
  const std::string entry(base::text(first));
  EXPECT_THAT(entry, HasSubstr(R"("type":"succeeds")"));
  EXPECT_THAT(entry, HasSubstr(R"("log":"seal.test.example/2026")"));
  EXPECT_THAT(entry, HasSubstr(R"("size":3)"));
  auto& old = open();
  auto note = (*old.last_checkpoint())->note;
  for (auto at = note.find('\n'); at != std::string::npos; at = note.find('\n', at + 2)) note.replace(at, 1, "\\n");
  EXPECT_THAT(entry, HasSubstr("\"checkpoint\":\"" + note + "\""));
}

TEST_F(Successor, knows_every_step_with_a_proof_of_the_old_log) {
  close_old();
  ASSERT_EQ(refusal_to_succeed(), "");
  auto made = successor();
  const auto name = step_name("second");
  const auto steps = *made.ledger->steps(name.unit, name.kind, name.record, name.revision);
  ASSERT_EQ(steps.size(), 1U);
  EXPECT_EQ(steps[0].status, StepStatus::done);
  EXPECT_EQ(steps[0].name, name);
  EXPECT_EQ(base::text(steps[0].result), "reply to second");
  EXPECT_EQ(steps[0].people, intent(name).people);
  EXPECT_EQ(steps[0].certificates, intent(name).certificates);
  EXPECT_EQ(steps[0].at, second(1));
  EXPECT_EQ(steps[0].leaf, tlog::leaf_hash(base::view(R"({"record":"second"})")));
  ASSERT_TRUE(steps[0].proof);
  const auto proof = tlog::parse_proof(*steps[0].proof);
  const auto checkpoint = tlog::verify(proof.value(), steps[0].leaf, key.verifier());
  ASSERT_TRUE(checkpoint) << checkpoint.error().text;
  EXPECT_EQ(checkpoint->size, 3U) << "the final one";
  EXPECT_EQ(*made.ledger->count(name.unit, name.kind, name.step, second(0), second(2)), 2U);
}

TEST_F(Successor, opens_no_step_that_is_done_there_and_keeps_request_ids) {
  close_old();
  ASSERT_EQ(refusal_to_succeed(), "");
  {
    auto made = successor();
    const auto refused = made.ledger->open_step(intent(step_name("second"), 9), hash_of("another"));
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().text, HasSubstr("the step is open or done already"));
  }
  auto made = successor();
  const auto used = *made.ledger->used_request("school-79760001", request_id(2));
  ASSERT_TRUE(used);
  EXPECT_EQ(used->meaning, hash_of("second"));
  ASSERT_TRUE(made.ledger->remember_request(step_name("second"), "department-79", request_id(7), hash_of("again")));
  EXPECT_EQ((*made.ledger->used_request("department-79", request_id(7)))->meaning, hash_of("again"));
  EXPECT_TRUE(made.ledger->open_step(intent(step_name("third"), 8), hash_of("third")));
}

TEST_F(Successor, has_the_evidence_and_the_revocation_numbers_and_a_person_key_of_its_own) {
  close_old();
  ASSERT_EQ(refusal_to_succeed(), "");
  auto made = successor();
  EXPECT_EQ(*made.ledger->blob(hash_of("blob")), octets("blob"));
  EXPECT_EQ((*made.ledger->approval(hash_of("statement")))->cms, octets("cms"));
  EXPECT_EQ(*made.ledger->value("revocation-numbers"), octets("numbers"));
  EXPECT_EQ(*made.ledger->value("revocation-responses"), octets("times"));
  EXPECT_FALSE(made.ledger->value("denials")->has_value());
  open();  // once more, with the next start number
  EXPECT_NE(made.identity.person_key, identity().person_key);
  EXPECT_EQ(made.identity.start, identity().start) << "serials of timestamps are made of it";
}

TEST_F(Successor, has_what_was_approved_in_bulk_with_every_items_way_to_it) {
  close_old();
  ASSERT_EQ(refusal_to_succeed(), "");
  auto made = successor();
  for (const auto* item : {"a", "b"}) {
    const auto found = *made.ledger->approval(hash_of(item));
    ASSERT_TRUE(found) << item;
    EXPECT_EQ(found->statement, octets("bulk"));
    EXPECT_EQ(found->cms, octets("cms of bulk"));
    ASSERT_TRUE(found->item);
    EXPECT_EQ(found->item->statement, octets(item));
    EXPECT_EQ(found->item->index, 1U);
    EXPECT_EQ(found->item->path, tlog::Path{hash_of("left")});
  }
}

TEST_F(Successor, of_a_log_from_before_there_were_bulk_approvals_has_what_it_had) {
  close_old();
  ASSERT_EQ(run_sql(without_endings + "DROP TABLE bulk_items; DROP TABLE bulk_approvals; PRAGMA user_version = 4"), "");
  ASSERT_EQ(refusal_to_succeed(), "");
  auto made = successor();
  EXPECT_TRUE(made.ledger->approval(hash_of("statement"))->has_value());
  EXPECT_TRUE(made.ledger->put_approval(hash_of("a"), bulk_item("a")));
}

TEST_F(Successor, of_a_successor_still_knows_what_the_first_log_did) {
  close_old();
  ASSERT_EQ(refusal_to_succeed(), "");
  const antin::test::LogKey second_key(new_origin);
  const std::string third_origin = "seal.test.example/2028";
  {
    auto made = successor();
    complete(*made.ledger, "third", 3);
    end(*made.ledger, third_origin);
    sign(*made.ledger, second_key);
  }
  const auto file = m_folder / "third";
  ASSERT_TRUE(make_successor(file, {third_origin, successor_file(), second_key.verifier(), {}, second(20)}));
  auto opened = open_sqlite_ledger(file, third_origin).value();
  for (const auto& [record, of] :
       std::map<std::string, const antin::test::LogKey*>{{"first", &key}, {"third", &second_key}}) {
    const auto name = step_name(record);
    const auto steps = *opened.ledger->steps(name.unit, name.kind, name.record, name.revision);
    ASSERT_EQ(steps.size(), 1U) << record;
    EXPECT_TRUE(tlog::verify(tlog::parse_proof(*steps[0].proof).value(), steps[0].leaf, of->verifier())) << record;
  }
  EXPECT_TRUE((*opened.ledger->used_request("school-79760001", request_id(1))).has_value());
  EXPECT_TRUE(opened.ledger->approval(hash_of("b"))->has_value());
}

TEST_F(Successor, carries_the_cosignatures_over_the_final_checkpoint) {
  auto& ledger = open();
  fill(ledger);
  end(ledger);
  sign(ledger, key);
  const tlog::VerifierKey witness{"witness.example", tlog::KeyType::cosignature, base::Bytes(32, 1)};
  const auto line = tlog::print(tlog::cosignature(witness, second(4), base::Bytes(64, 2)));
  ASSERT_TRUE(ledger.keep_cosignature({3, "witness.example", second(4), line}));
  ASSERT_TRUE(ledger.commit());
  close();
  ASSERT_EQ(refusal_to_succeed(), "");
  const auto name = step_name("first");
  EXPECT_THAT(*(*successor().ledger->steps(name.unit, name.kind, name.record, 1)).at(0).proof, HasSubstr(line));
}

TEST_F(Successor, is_refused_without_the_close_of_the_old_log_and_says_whom_it_needs) {
  auto& ledger = open();
  fill(ledger);
  sign(ledger, key);
  close();
  EXPECT_THAT(refusal_to_succeed(), HasSubstr("its log was not closed"));
  EXPECT_THAT(refusal_to_succeed(), HasSubstr("quorum of the security officers"));
}

TEST_F(Successor, is_refused_when_the_old_log_names_another_or_is_another) {
  close_old();
  auto wanted = succession();
  wanted.origin = "seal.test.example/2029";
  EXPECT_THAT(refusal_of(wanted), HasSubstr("was closed for `seal.test.example/2027`, not for"));
  wanted = succession();
  wanted.old_key.name = "another.example";
  EXPECT_THAT(refusal_of(wanted), HasSubstr("it is not the ledger of `another.example`"));
  wanted = succession();
  wanted.old_key.key[0] ^= 1;
  EXPECT_THAT(refusal_of(wanted), HasSubstr("its last checkpoint is not one of the key"));
}

TEST_F(Successor, is_refused_when_the_close_is_not_under_the_last_checkpoint) {
  auto& ledger = open();
  fill(ledger);
  sign(ledger, key);
  end(ledger);
  close();
  EXPECT_THAT(refusal_to_succeed(), HasSubstr("the close entry is not under it"));
}

TEST_F(Successor, is_refused_when_an_entry_was_altered) {
  close_old();
  ASSERT_EQ(run_sql("DROP TRIGGER entries_never_change; UPDATE entries SET bytes = x'00' WHERE idx = 0"), "");
  EXPECT_THAT(refusal_to_succeed(), HasSubstr("the hash of entry 0 does not hold"));
}

TEST_F(Successor, is_refused_when_the_entries_were_altered_with_their_hashes) {
  close_old();
  {
    auto connection = Connection::open(file());
    connection.script("DROP TRIGGER entries_never_change");
    connection.run("UPDATE entries SET bytes = ?, leaf = ? WHERE idx = 0", octets("x"),
                   base::ByteView(tlog::leaf_hash(octets("x"))));
  }
  EXPECT_THAT(refusal_to_succeed(), HasSubstr("do not make the root"));
}

TEST_F(Successor, is_refused_where_a_file_is_and_from_what_is_no_ledger) {
  close_old();
  ASSERT_EQ(refusal_to_succeed(), "");
  EXPECT_THAT(make_successor(successor_file(), succession()).error().text, HasSubstr("is there already"));
  std::filesystem::remove(successor_file());
  auto wanted = succession();
  wanted.old = m_folder / "none";
  EXPECT_NE(refusal_of(wanted), "");
  { auto other = open_sqlite_ledger(m_folder / "young", origin).value(); }
  wanted.old = m_folder / "young";
  EXPECT_THAT(refusal_of(wanted), HasSubstr("not closed"));
}

TEST_F(Successor, is_refused_from_a_ledger_whose_log_was_left_beside_it) {
  close_old();
  base::Bytes left(10, 1);
  ASSERT_TRUE(base::write_file_durably(file().string() + "-wal", left));
  EXPECT_THAT(refusal_to_succeed(), HasSubstr("was not closed well"));
}

TEST_F(Successor, is_made_anew_over_what_a_kill_has_left_of_one) {
  close_old();
  ASSERT_TRUE(base::write_file_durably(successor_file().string() + "+begun", octets("half")));
  EXPECT_EQ(refusal_to_succeed(), "");
}

}  // namespace
}  // namespace antin::keeper::test
