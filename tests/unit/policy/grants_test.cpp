#include <gtest/gtest.h>

#include "tests/unit/policy/world.hpp"

namespace antin::policy {
namespace {

const auto today = at("2026-05-28T02:11:09.412Z");

Policy policy_with(std::vector<Grant> grants) {
  auto policy = teacher_submits().policy;
  policy.systems.at("school-79760001").grants = std::move(grants);
  return policy;
}

void expect_no_grant(const std::optional<Denial>& denial, const std::string& system) {
  ASSERT_TRUE(denial.has_value());
  EXPECT_EQ(denial->reason, DenialReason::no_grant);
  EXPECT_EQ(denial->system, system);
  EXPECT_EQ(denial->rule, "");
}

TEST(Grants, a_timestamp_needs_the_grant_for_it) {
  EXPECT_FALSE(deny_timestamp(policy_with({Grant::timestamp}), "school-79760001").has_value());
  expect_no_grant(deny_timestamp(policy_with({Grant::submit, Grant::audit_own}), "school-79760001"), "school-79760001");
  expect_no_grant(deny_timestamp(policy_with({}), "school-79760001"), "school-79760001");
}

TEST(Grants, a_timestamp_is_for_registered_systems) {
  expect_no_grant(deny_timestamp(policy_with({Grant::timestamp}), "stranger"), "stranger");
}

TEST(Grants, a_lookup_needs_submit_or_audit_own) {
  EXPECT_FALSE(deny_lookup(policy_with({Grant::submit}), "school-79760001", "79760001", today).has_value());
  EXPECT_FALSE(deny_lookup(policy_with({Grant::audit_own}), "school-79760001", "79760001", today).has_value());
  expect_no_grant(deny_lookup(policy_with({Grant::timestamp}), "school-79760001", "79760001", today),
                  "school-79760001");
  expect_no_grant(deny_lookup(policy_with({Grant::unknown}), "school-79760001", "79760001", today), "school-79760001");
  expect_no_grant(deny_lookup(policy_with({Grant::auditor}), "school-79760001", "79760001", today), "school-79760001");
}

TEST(Grants, a_lookup_stays_within_the_systems_units) {
  expect_no_grant(deny_lookup(policy_with({Grant::submit}), "school-79760001", "79760002", today), "school-79760001");
  expect_no_grant(deny_lookup(policy_with({Grant::submit}), "school-79760001", "79", today), "school-79760001");
  expect_no_grant(deny_lookup(policy_with({Grant::submit}), "stranger", "79760001", today), "stranger");
}

}  // namespace
}  // namespace antin::policy
