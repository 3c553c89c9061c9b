// What the ledger knows of seal keys, and that one that has retired seals nothing.
#include "core/tlog/hash.hpp"
#include "daemon/keeper/ledger/entry.hpp"
#include "daemon/keeper/ledger/whole_check.hpp"
#include "tests/unit/daemon/keeper/ledger/successor_fixture.hpp"

namespace antin::keeper::test {
namespace {

const std::string label = "seal/79760001/school/2026.1";

class SealKeys : public Successor {
 protected:
  static Appended append_retirement(Ledger& ledger, const std::string& reason = "dropped") {
    const auto known = *ledger.seal_keys();
    return *ledger.append(encode(KeyRetiredEntry{second(5), known.at(0), reason, hash_of("policy")}), second(5));
  }
  static void retire(Ledger& ledger, const std::string& reason = "dropped") {
    ASSERT_TRUE(ledger.retire_key(label, reason, append_retirement(ledger, reason), second(5)));
    ASSERT_TRUE(ledger.commit());
  }
  Ledger& open_noted() {
    auto& ledger = open();
    EXPECT_TRUE(ledger.note_seal_key(label, hash_of("certificate"), hash_of("public key")));
    return ledger;
  }
  std::string found() {
    close();
    const auto checked = check_ledger(file(), origin, {key.verifier()}, [](auto&&...) {});
    return checked ? "" : checked.error().text;
  }
};

TEST_F(SealKeys, are_noted_with_their_certificates_and_counted_as_they_seal) {
  auto& ledger = open_noted();
  complete(ledger, "first", 1);
  complete(ledger, "second", 2);
  ASSERT_TRUE(ledger.note_seal_key(label, hash_of("renewed"), hash_of("public key")));
  const auto keys = *ledger.seal_keys();
  ASSERT_EQ(keys.size(), 1U);
  EXPECT_EQ(keys[0].label, label);
  EXPECT_EQ(keys[0].certificate, hash_of("renewed"));
  EXPECT_EQ(keys[0].seals, 2U);
  EXPECT_EQ(keys[0].last->entry, 1U);
  EXPECT_EQ(keys[0].last->leaf, tlog::leaf_hash(base::view(R"({"record":"second"})")));
  EXPECT_FALSE(keys[0].retired);
}

TEST_F(SealKeys, of_a_ledger_from_before_are_those_that_have_sealed) {
  auto& ledger = open();
  complete(ledger, "first", 1);
  complete(ledger, "second", 2);
  ASSERT_TRUE(ledger.commit());
  ASSERT_EQ(run_sql(without_seal_keys), "");
  const auto keys = *open().seal_keys();
  ASSERT_EQ(keys.size(), 1U);
  EXPECT_EQ(keys[0].seals, 2U);
  EXPECT_EQ(keys[0].last->entry, 1U);
  EXPECT_FALSE(keys[0].certificate);
  EXPECT_EQ(found(), "");
}

TEST_F(SealKeys, that_have_retired_open_nothing_more) {
  auto& ledger = open_noted();
  complete(ledger, "first", 1);
  retire(ledger);
  const auto known = *ledger.seal_keys();
  EXPECT_EQ(known[0].retired->reason, "dropped");
  EXPECT_EQ(known[0].retired->entry, 1U);
  EXPECT_FALSE(ledger.open_step(intent(step_name("second"), 2), hash_of("second")));
}

TEST_F(SealKeys, do_not_retire_while_something_is_open_that_they_may_seal) {
  auto& ledger = open_noted();
  ASSERT_TRUE(ledger.open_step(intent(step_name("first"), 1), hash_of("first")));
  EXPECT_FALSE(ledger.retire_key(label, "dropped", append_retirement(ledger), second(5)));
}

TEST_F(SealKeys, retire_once_and_for_ever) {
  auto& ledger = open_noted();
  retire(ledger);
  EXPECT_FALSE(ledger.retire_key(label, "retired", append_retirement(ledger), second(6)));
  EXPECT_NE(run_sql("UPDATE retired_keys SET reason = 'retired'"), "");
  EXPECT_NE(run_sql("DELETE FROM retired_keys"), "");
  EXPECT_NE(run_sql("INSERT OR REPLACE INTO retired_keys SELECT label, 'retired', at, entry, log FROM retired_keys"),
            "");
  EXPECT_NE(run_sql("DELETE FROM seal_keys"), "");
}

TEST_F(SealKeys, that_nobody_noted_do_not_retire) { EXPECT_FALSE(open().retire_key(label, "dropped", {}, second(5))); }

TEST_F(SealKeys, are_carried_over_to_the_log_that_follows_retired_as_they_are) {
  auto& ledger = open_noted();
  complete(ledger, "first", 1);
  complete(ledger, "second", 2);
  retire(ledger, "unit-closed");
  end(ledger);
  sign(ledger, key);
  close();
  ASSERT_EQ(refusal_to_succeed(), "");
  auto made = successor();
  const auto keys = *made.ledger->seal_keys();
  ASSERT_EQ(keys.size(), 1U);
  EXPECT_EQ(keys[0].seals, 2U);
  EXPECT_EQ(keys[0].last->log, origin);
  EXPECT_EQ(keys[0].public_key, hash_of("public key"));
  EXPECT_EQ(keys[0].retired->log, origin);
  EXPECT_EQ(keys[0].retired->reason, "unit-closed");
  EXPECT_FALSE(made.ledger->open_step(intent(step_name("third"), 8), hash_of("third")));
}

TEST_F(SealKeys, of_a_log_from_before_they_were_noted_are_counted_in_the_one_that_follows) {
  close_old();
  ASSERT_EQ(run_sql(without_seal_keys), "");
  ASSERT_EQ(refusal_to_succeed(), "");
  auto made = successor();
  EXPECT_EQ((*made.ledger->seal_keys()).at(0).seals, 2U);
  EXPECT_EQ((*made.ledger->seal_keys()).at(0).last->log, origin);
}

TEST_F(SealKeys, that_are_not_what_steps_and_entries_say_are_found) {
  auto& ledger = open_noted();
  complete(ledger, "first", 1);
  complete(ledger, "second", 2);
  retire(ledger);
  EXPECT_EQ(found(), "");
  const auto found_after = [&](const std::string& sql) {
    EXPECT_EQ(run_sql(sql), "");
    return found();
  };
  EXPECT_THAT(found_after("UPDATE seal_keys SET seals = 1"), HasSubstr("has not sealed as often"));
  EXPECT_THAT(found_after("UPDATE seal_keys SET seals = 2, last_entry = 0"), HasSubstr("or not last where"));
  EXPECT_THAT(found_after("UPDATE seal_keys SET last_entry = 1, last_leaf = zeroblob(32)"),
              HasSubstr("not sealed last"));
  EXPECT_EQ(found_after("UPDATE seal_keys SET last_leaf = (SELECT leaf FROM entries WHERE idx = 1)"), "");
  EXPECT_THAT(found_after("DROP TRIGGER retired_keys_never_change; UPDATE retired_keys SET reason = 'retired'"),
              HasSubstr("is not what its entry says"));
  EXPECT_THAT(found_after("UPDATE retired_keys SET reason = 'dropped', entry = 0"),
              HasSubstr("has sealed after it had retired"));
  EXPECT_THAT(found_after("UPDATE retired_keys SET entry = 9"), HasSubstr("by an entry that is not there"));
  EXPECT_THAT(found_after("DROP TRIGGER retired_keys_stay; DELETE FROM retired_keys"),
              HasSubstr("by entry 2 a key retires, and the ledger does not know it"));
}

}  // namespace
}  // namespace antin::keeper::test
