// A new record is begun under the current version of its unit's record-id key, and no other.
#include <gtest/gtest.h>

#include "tests/unit/policy/world.hpp"

namespace antin::policy {
namespace {

World with_keys(World world, std::vector<std::uint32_t> versions) {
  world.policy.units.at(world.submission.unit).record_keys = std::move(versions);
  return world;
}

// What the first step of record 1.9tq2 comes to.
std::string outcome(const World& world) {
  const auto decision = world.decide();
  if (std::holds_alternative<Approval>(decision)) return "approved";
  const auto* denial = std::get_if<Denial>(&decision);
  if (denial == nullptr) return "repeated";
  return denial->reason == DenialReason::record_key_not_current ? "not current" : "denied";
}

TEST(RecordKey, of_the_current_version_begins_a_record) {
  EXPECT_EQ(outcome(with_keys(teacher_submits(), {1})), "approved");
}

TEST(RecordKey, is_not_looked_at_where_the_policy_registers_none) { EXPECT_EQ(outcome(teacher_submits()), "approved"); }

TEST(RecordKey, that_is_not_registered_begins_no_record) {
  EXPECT_EQ(outcome(with_keys(teacher_submits(), {2, 3})), "not current");
}

TEST(RecordKey, of_an_older_version_begins_no_record) {
  EXPECT_EQ(outcome(with_keys(teacher_submits(), {1, 2})), "not current");
}

TEST(RecordKey, is_the_version_and_not_its_first_digits) {
  EXPECT_EQ(outcome(with_keys(teacher_submits(), {11})), "not current");
  auto world = with_keys(teacher_submits(), {1});
  world.submission.record = "9tq2";
  EXPECT_EQ(outcome(world), "not current");
}

TEST(RecordKey, of_an_older_version_goes_on_with_a_record_that_exists) {
  EXPECT_EQ(outcome(with_keys(principal_submits(), {1, 2})), "approved");
  EXPECT_EQ(outcome(with_keys(department_submits(), {2})), "approved");
}

TEST(RecordKey, of_an_older_version_goes_on_with_the_next_revision) {
  EXPECT_EQ(outcome(with_keys(teacher_submits_again(), {1, 2})), "approved");
}

TEST(RecordKey, is_not_asked_of_a_repeat) { EXPECT_EQ(outcome(with_keys(department_has_sealed(), {2})), "repeated"); }

}  // namespace
}  // namespace antin::policy
