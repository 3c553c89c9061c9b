// A ledger that goes on where another was lost with its disk: from a backup that was never closed, by the word of
// security officers. And what it takes back from clients.
#include "core/tlog/proof.hpp"
#include "daemon/keeper/ledger/whole_check.hpp"
#include "tests/unit/daemon/keeper/ledger/failing_disk.hpp"
#include "tests/unit/daemon/keeper/ledger/successor_fixture.hpp"

namespace antin::keeper::test {
namespace {

using testing::Not;

const base::Target appliance{base::Stoppable::appliance, {}};

class Lost : public Successor {
 protected:
  // Two steps under a signed checkpoint, and one behind it.
  Lost() {
    auto& ledger = open();
    fill(ledger);
    sign(ledger, key);
    backup_root = *ledger.root();
    complete(ledger, "third", 3);
    EXPECT_TRUE(ledger.commit());
    start = identity().start;
    person_key = identity().person_key;
    close();
  }
  [[nodiscard]] Loss loss(std::uint64_t size = 9, const base::Sha256Hash& root = {7}, std::uint64_t backup = 2) const {
    Loss made;
    made.said = {origin, new_origin, size, root, backup, "disk-failed", {1}, second(90)};
    made.text = statement::print(made.said);
    made.signers = {{"so-1", hash_of("cms 1")}, {"so-2", hash_of("cms 2")}};
    made.signatures = {octets("cms 1"), octets("cms 2")};
    made.witnessed = key.signed_note({origin, size, root});
    made.witnesses = {"witness.example"};
    made.keys = {key.verifier()};
    made.clock = {5, "kernel"};
    return made;
  }
  [[nodiscard]] Succession after(Loss loss) const {
    auto made = succession();
    made.loss = std::move(loss);
    return made;
  }
  // The lost log as it was: what the backup has, and six entries more.
  struct Gone {
    std::map<tlog::Tile, tlog::Path> tiles;
    base::Sha256Hash root{};
  };
  Gone gone(std::string_view first_of_the_rest = "rest") {
    std::filesystem::copy_file(file(), m_folder / "gone");
    auto opened = open_sqlite_ledger(m_folder / "gone", origin).value();
    auto& ledger = *opened.ledger;
    for (int i = 0; i < 6; ++i)
      EXPECT_TRUE(ledger.append(base::view(std::string(first_of_the_rest) + std::to_string(i)), second(8)));
    EXPECT_TRUE(ledger.commit());
    Gone made{{}, *ledger.root()};
    const tlog::Tile all{0, 0, 9};
    made.tiles[all] = *ledger.tile(all);
    return made;
  }
  static tlog::TileSource mirror(const Gone& gone) {
    return [tiles = gone.tiles](const tlog::Tile& tile) -> base::Result<tlog::Path> {
      const auto found = tiles.find(tile);
      if (found == tiles.end()) return base::Error{"no such tile"};
      return found->second;
    };
  }
  std::vector<StepRecord> steps_of(Ledger& ledger, const std::string& record) {
    const auto name = step_name(record);
    return *ledger.steps(name.unit, name.kind, name.record, name.revision);
  }

  base::Sha256Hash backup_root{};
  std::uint32_t start = 0;
  base::Bytes person_key;
};

TEST_F(Lost, begins_with_what_the_officers_have_signed_and_stopped_by_it) {
  ASSERT_EQ(refusal_of(after(loss())), "");
  auto made = successor();
  EXPECT_EQ(*made.ledger->size(), 2U);
  const auto octets_of_first = **made.ledger->entry(0);
  const std::string first(base::text(octets_of_first));
  EXPECT_THAT(first, HasSubstr(R"("size":2)"));
  EXPECT_THAT(first, HasSubstr(R"("lost":{)"));
  EXPECT_THAT(first, HasSubstr(R"("proven":false)"));
  EXPECT_THAT(first, HasSubstr(R"("reason":"disk-failed")"));
  EXPECT_THAT(first, HasSubstr(R"("size":9)"));
  EXPECT_THAT(first, HasSubstr(R"("statement":")" + base::print(hash_of(loss().text))));
  EXPECT_THAT(first, HasSubstr(R"({"officer":"so-2","signature":")" + base::print(hash_of("cms 2"))));
  EXPECT_THAT(first, HasSubstr(R"("witnesses":["witness.example"])"));
  EXPECT_EQ(*made.ledger->blob(hash_of(loss().text)), octets(loss().text));
  EXPECT_EQ(*made.ledger->blob(hash_of("cms 1")), octets("cms 1"));

  const auto stops = *made.ledger->stops();
  ASSERT_EQ(stops.size(), 1U);
  EXPECT_EQ(stops[0].target, appliance);
  EXPECT_EQ(stops[0].reason, "disk-failed");
  EXPECT_EQ(stops[0].leaf, tlog::leaf_hash(**made.ledger->entry(1)));
  auto resume = an_order(OrderAct::resume, "resume", "appliance");
  add_entry(*made.ledger, resume);
  ASSERT_TRUE(made.ledger->keep_order(resume));
  EXPECT_TRUE(made.ledger->stops()->empty());
}

TEST_F(Lost, has_what_was_under_a_signed_checkpoint_and_nothing_behind_it) {
  ASSERT_EQ(refusal_of(after(loss())), "");
  auto made = successor();
  const auto steps = steps_of(*made.ledger, "second");
  ASSERT_EQ(steps.size(), 1U);
  const auto checkpoint = tlog::verify(tlog::parse_proof(*steps[0].proof).value(), steps[0].leaf, key.verifier());
  ASSERT_TRUE(checkpoint) << checkpoint.error().text;
  EXPECT_EQ(checkpoint->size, 2U);
  EXPECT_TRUE(steps_of(*made.ledger, "third").empty()) << "nobody has vouched for it";
  EXPECT_TRUE(made.ledger->open_step(intent(step_name("third"), 9), hash_of("third")));
}

TEST_F(Lost, leaves_room_for_the_starts_that_nobody_knows_of_and_knows_the_lost_log) {
  ASSERT_EQ(refusal_of(after(loss())), "");
  auto made = successor();
  EXPECT_EQ(made.identity.start, start + (1U << 20) + 1);
  EXPECT_NE(made.identity.person_key, person_key);
  const auto logs = *made.ledger->lost_logs();
  ASSERT_EQ(logs.size(), 1U);
  EXPECT_EQ(logs[0].origin, origin);
  EXPECT_EQ(logs[0].in_hand, 2U);
  EXPECT_EQ(logs[0].witnessed, loss().witnessed);
  EXPECT_EQ(logs[0].keys, std::vector{key.verifier()});
  EXPECT_EQ(logs[0].person_key, person_key);
}

TEST_F(Lost, is_refused_of_a_backup_that_the_officers_have_not_named) {
  EXPECT_THAT(refusal_of(after(loss(9, {7}, 3))), HasSubstr("covers 2 entries, the statement names 3"));
  auto other = loss();
  other.keys = {antin::test::LogKey::anew(origin).verifier()};
  EXPECT_THAT(refusal_of(after(other)), HasSubstr("its last checkpoint is not one of the key"));
  auto wanted = after(loss());
  wanted.old_key.name = "another.example";
  EXPECT_THAT(refusal_of(wanted), HasSubstr("it is not the ledger of `another.example`"));
}

TEST_F(Lost, is_refused_of_a_backup_that_was_altered) {
  ASSERT_EQ(run_sql("DROP TRIGGER entries_never_change; UPDATE entries SET bytes = x'00' WHERE idx = 2"), "");
  EXPECT_THAT(refusal_of(after(loss())), HasSubstr("the hash of entry 2 does not hold"));
}

TEST_F(Lost, is_refused_of_a_log_that_was_closed) {
  end(open());
  sign(open(), key);
  close();
  EXPECT_THAT(refusal_of(after(loss(9, {7}, 4))), HasSubstr("its log was closed"));
}

TEST_F(Lost, is_refused_when_the_witnesses_saw_another_log_of_the_backups_size) {
  EXPECT_THAT(refusal_of(after(loss(2, {7}))), HasSubstr("it is not of the log that the witnesses saw"));
  EXPECT_EQ(refusal_of(after(loss(2, backup_root))), "");
  const auto first = **successor().ledger->entry(0);
  EXPECT_THAT(std::string(base::text(first)), HasSubstr(R"("proven":true)"));
}

TEST_F(Lost, is_proven_by_the_lost_logs_published_tiles_and_refused_when_they_lead_elsewhere) {
  const auto log = gone();
  auto wanted = loss(9, log.root);
  wanted.mirror = mirror(log);
  auto elsewhere = loss(9, {7});
  elsewhere.mirror = mirror(log);
  EXPECT_THAT(refusal_of(after(elsewhere)), HasSubstr("the published tiles do not lead from one to the other"));
  auto nothing = loss(9, log.root);
  nothing.mirror = mirror({});
  EXPECT_THAT(refusal_of(after(nothing)), HasSubstr("do not prove that it is of this log: no such tile"));
  ASSERT_EQ(refusal_of(after(wanted)), "");
  const auto first = **successor().ledger->entry(0);
  EXPECT_THAT(std::string(base::text(first)), HasSubstr(R"("proven":true)"));
}

TEST_F(Lost, is_whole_or_not_there_when_the_disk_fails) {
  FailingDisk disk;
  for (const int kind : {SQLITE_OPEN_WAL, SQLITE_OPEN_MAIN_DB}) {
    FailingDisk::fail_sync_of(kind);
    EXPECT_NE(refusal_of(after(loss())), "") << kind;
  }
  FailingDisk::fail_sync_of(0);
  EXPECT_EQ(refusal_of(after(loss())), "") << "and over what that left";
}

TEST_F(Lost, is_not_made_twice) {
  ASSERT_EQ(refusal_of(after(loss())), "");
  EXPECT_THAT(make_successor(successor_file(), after(loss())).error().text, HasSubstr("is there already"));
}

// What clients bring.
class GivingBack : public Lost {
 protected:
  GivingBack() {
    EXPECT_EQ(refusal_of(after(loss())), "");
    made = successor();
  }
  // A step that the lost log did behind the backup, and its receipt.
  struct Back {
    StepRecord step;
    GivenBack given;
  };
  Back back(const std::string& record, bool counts = true) {
    const auto entry = octets(R"({"record":")" + record + "\"}");
    const auto leaf = tlog::leaf_hash(entry);
    Back made_back;
    made_back.step.name = step_name(record);
    made_back.step.digest = base::sha256_digest(hash_of("document"));
    made_back.step.people = {"p-000002"};
    made_back.step.certificates = {hash_of("certificate 2")};
    made_back.step.at = second(4);
    made_back.step.result = octets("reply to " + record);
    // Of a log of one leaf: the ledger believes its caller, who has verified the proof.
    const auto note = key.signed_note({origin, 1, leaf});
    made_back.given = {1, 0, leaf, tlog::print(tlog::Proof{0, {}, note}), counts, second(11), *ledger().size()};
    return made_back;
  }
  LedgerResult<void> take(const Back& one) {
    EXPECT_TRUE(ledger().append(base::view(R"({"type":"given-back"})"), second(11)));
    return ledger().take_back(one.step, "seal/79760001/school/2026.1", one.given);
  }
  Ledger& ledger() { return *made->ledger; }
  std::string whole() {
    EXPECT_TRUE(ledger().commit());
    made.reset();
    const auto checked = check_ledger(successor_file(), new_origin, {}, [](auto&&...) {});
    return checked ? "" : checked.error().text;
  }
  std::optional<OpenedLedger> made;
};

TEST_F(GivingBack, makes_a_step_that_is_as_if_carried_over_with_the_proof_that_was_given) {
  const auto one = back("given");
  ASSERT_TRUE(take(one));
  const auto steps = steps_of(ledger(), "given");
  ASSERT_EQ(steps.size(), 1U);
  EXPECT_EQ(steps[0].status, StepStatus::done);
  EXPECT_EQ(steps[0].result, one.step.result);
  EXPECT_EQ(steps[0].people, one.step.people);
  EXPECT_EQ(steps[0].leaf, one.given.leaf);
  EXPECT_EQ(steps[0].at, second(4));
  EXPECT_EQ(*steps[0].proof, one.given.proof);
  const auto known = *ledger().given_back(one.given.leaf);
  ASSERT_TRUE(known);
  EXPECT_EQ(known->logged, one.given.logged);
  EXPECT_TRUE(known->counts);
  EXPECT_EQ(ledger().given_back_counts()->taken, 1U);
  EXPECT_EQ(ledger().seal_keys()->at(0).seals, 3U) << "two of the backup, and this one";
  EXPECT_FALSE(ledger().open_step(intent(step_name("given"), 9), hash_of("given"))) << "it has its seal";
}

TEST_F(GivingBack, is_found_by_a_check_of_the_whole_ledger_when_it_is_not_what_was_proven) {
  ASSERT_TRUE(take(back("given")));
  EXPECT_THAT(whole(), Not(HasSubstr("given back"))) << "what it finds is the sample's bulk approval";
  ASSERT_EQ(run_sql("DROP TRIGGER given_back_never_changes; UPDATE given_back SET entry = 1", successor_file()), "");
  made = successor();
  EXPECT_THAT(whole(), HasSubstr("given back as entry 1 of a log that was lost is not proven"));
  ASSERT_EQ(run_sql("DROP TRIGGER given_back_stays; DELETE FROM given_back", successor_file()), "");
  made = successor();
  EXPECT_THAT(whole(), HasSubstr("carried over as entry 0 of a log before was not in it"));
}

TEST_F(GivingBack, takes_a_receipt_once) {
  ASSERT_TRUE(take(back("given")));
  const auto again = ledger().take_back(back("given").given);
  ASSERT_FALSE(again);
  EXPECT_THAT(again.error().text, HasSubstr("given back already"));
}

TEST_F(GivingBack, puts_no_step_where_this_log_has_one) {
  ASSERT_TRUE(ledger().open_step(intent(step_name("given"), 9), hash_of("given")));
  const auto refused = take(back("given"));
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().text, HasSubstr("open or done already"));
}

TEST_F(GivingBack, keeps_what_fills_no_place_as_evidence_alone) {
  const auto one = back("second", false);
  ASSERT_TRUE(ledger().append(base::view(R"({"type":"given-back"})"), second(11)));
  ASSERT_TRUE(ledger().take_back(one.given));
  EXPECT_FALSE((*ledger().given_back(one.given.leaf))->counts);
  EXPECT_EQ(ledger().given_back_counts()->evidence, 1U);
  EXPECT_EQ(steps_of(ledger(), "second").at(0).result, octets("reply to second"));
}

TEST_F(GivingBack, puts_a_step_nowhere_without_a_receipt_that_counts) {
  ASSERT_TRUE(ledger().commit());
  made.reset();
  EXPECT_THAT(run_sql("INSERT INTO carried_steps VALUES ('u', 'k', 'r', 1, 's', 0, 'd', '', x'', 1, 0, zeroblob(32), "
                      "x'', x'')",
                      successor_file()),
              HasSubstr("before its first entry"));
}

TEST_F(GivingBack, ends_a_revision_as_the_lost_log_did) {
  auto ending = an_ending("second");
  const auto leaf = tlog::leaf_hash(octets("ended"));
  const GivenBack given{1,
                        5,
                        leaf,
                        tlog::print(tlog::Proof{0, {}, key.signed_note({origin, 1, leaf})}),
                        true,
                        second(11),
                        *ledger().size()};
  ASSERT_TRUE(ledger().append(base::view(R"({"type":"given-back"})"), second(11)));
  ASSERT_TRUE(ledger().take_back(ending, given));
  const auto known = *ledger().ending(ending.name);
  ASSERT_TRUE(known);
  EXPECT_EQ(known->leaf, leaf);
  EXPECT_EQ(known->reason, "wrong-grade");
  EXPECT_EQ(*known->proof, given.proof);
  EXPECT_FALSE(ledger().open_step(intent(step_name("second", "department"), 9), hash_of("more")));
}

TEST_F(GivingBack, goes_on_into_the_log_after_this_one) {
  const auto one = back("given");
  ASSERT_TRUE(take(one));
  const antin::test::LogKey second_key(new_origin);
  const std::string third_origin = "seal.test.example/2028";
  end(ledger(), third_origin);
  sign(ledger(), second_key);
  made.reset();
  const auto third = m_folder / "third";
  const auto succeeded =
      make_successor(third, {third_origin, successor_file(), second_key.verifier(), {}, second(20), {}});
  ASSERT_TRUE(succeeded) << succeeded.error().text;
  auto opened = open_sqlite_ledger(third, third_origin).value();
  EXPECT_EQ(*steps_of(*opened.ledger, "given").at(0).proof, one.given.proof);
  EXPECT_EQ(opened.ledger->lost_logs()->at(0).person_key, person_key) << "receipts are taken there too";
  EXPECT_TRUE(opened.ledger->given_back(one.given.leaf)->has_value());
}

}  // namespace
}  // namespace antin::keeper::test
