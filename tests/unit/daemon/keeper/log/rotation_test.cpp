#include "tests/unit/daemon/keeper/log/log_bench.hpp"

namespace antin::keeper::test {
namespace {

class Rotation : public LogBench {
 protected:
  // Entries 0 to 2 under the first key.
  Rotation() {
    start();
    append(3);
    checkpoint();
  }
  // As after a start with another policy.
  void restart() {
    open();
    ASSERT_EQ(why_not_started(), "");
    start();
  }
  [[nodiscard]] bool proves(std::uint64_t index, const tlog::VerifierKey& by) {
    const auto proof = tlog::parse_proof(log->proof_of(index)).value();
    return tlog::verify(proof, ledger().entries(index, 1).value().front().leaf, by).ok();
  }

  const tlog::VerifierKey first = key.verifier();
};

TEST_F(Rotation, opens_what_the_older_key_signed_and_signs_with_the_one_in_force) {
  rotate();
  restart();
  append(1);
  checkpoint();
  EXPECT_EQ(published().size, 4U);  // by the key in force
  EXPECT_FALSE(tlog::open_checkpoint(base::text(folder.bytes("log/checkpoint")), first));
  restart();
  EXPECT_TRUE(proves(0, first)) << "its receipt was given under the older key";
  EXPECT_TRUE(proves(3, key.verifier()));
  EXPECT_FALSE(proves(3, first));
}

TEST_F(Rotation, takes_no_signature_of_the_older_key_any_more) {
  const auto older = std::exchange(key, antin::test::LogKey::anew(origin));
  keys = {key.verifier(), {first, key.verifier()}};
  restart();
  append(1);
  const auto text = log->next_to_sign().value();
  EXPECT_FALSE(log->take(older.sign(text)));
}

TEST_F(Rotation, without_the_older_key_in_the_policy_is_refused_and_says_which) {
  rotate();
  keys.all = {keys.in_force};
  EXPECT_NE(why_not_started().find("the key " + tlog::print(first) + " has signed checkpoints of this log and is not"),
            std::string::npos)
      << why_not_started();
}

// The newest checkpoint is not of the key that is missing then: only what the ledger remembers tells.
TEST_F(Rotation, remembers_every_key_that_has_signed) {
  rotate();
  restart();
  append(1);
  checkpoint();
  const auto second = key.verifier();
  rotate();
  restart();
  append(1);
  checkpoint();
  EXPECT_EQ(keys_that_signed(ledger()).value(), (std::vector{first, second, key.verifier()}));
  keys.all = {first, key.verifier()};
  EXPECT_NE(why_not_started().find(tlog::print(second)), std::string::npos);
}

TEST_F(Rotation, of_a_log_from_before_keys_were_remembered_remembers_its_first_key_too) {
  ASSERT_TRUE(ledger().set_value("log-keys", {}));
  ASSERT_TRUE(ledger().commit());
  rotate();
  restart();
  append(1);
  checkpoint();
  EXPECT_EQ(keys_that_signed(ledger()).value(), (std::vector{first, key.verifier()}));
}

TEST_F(Rotation, a_damaged_list_of_keys_is_no_permission) {
  ASSERT_TRUE(ledger().set_value("log-keys", base::view("nonsense\n")));
  EXPECT_NE(why_not_started().find("log-keys"), std::string::npos);
}

// While antind runs.
TEST_F(Rotation, takes_what_the_older_key_was_signing_when_another_came_into_force) {
  append(1);
  const auto signature = key.sign(log->next_to_sign().value());
  rotate();
  ASSERT_TRUE(log->check_keys(keys));
  log->follow(keys);
  const auto made = log->take(signature);
  ASSERT_TRUE(made);
  ASSERT_TRUE(ledger().keep_checkpoint(*made, base::Instant(std::chrono::hours(1))));
  ASSERT_TRUE(ledger().commit());
  log->publish();
  append(1);
  checkpoint();
  EXPECT_TRUE(proves(3, first));
  EXPECT_TRUE(proves(4, key.verifier()));
  EXPECT_EQ(keys_that_signed(ledger()).value(), (std::vector{first, key.verifier()}));
}

TEST_F(Rotation, does_not_go_on_without_a_key_that_has_signed_or_is_signing) {
  rotate();
  log->follow(keys);
  append(1);
  ASSERT_TRUE(log->next_to_sign());
  EXPECT_TRUE(log->check_keys(keys));
  const auto second = key.verifier();
  EXPECT_NE(log->check_keys({second, {second}}).error().text.find("has signed checkpoints of this log and is not in"),
            std::string::npos);
  EXPECT_NE(log->check_keys({first, {first}}).error().text.find("is signing a checkpoint of this log and is not in"),
            std::string::npos);
}

}  // namespace
}  // namespace antin::keeper::test
