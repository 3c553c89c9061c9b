// Invariant 1: an Approval comes from decide() alone, and there is one of it.
#include <gtest/gtest.h>

#include <type_traits>

#include "tests/unit/policy/world.hpp"

namespace antin::policy {
namespace {

static_assert(!std::is_default_constructible_v<Approval>, "nobody makes an empty approval");
static_assert(!std::is_constructible_v<Approval, Approved>, "nobody turns a wish into an approval");
static_assert(!std::is_constructible_v<Approval, const Approved&>, "nobody turns a wish into an approval");
static_assert(!std::is_convertible_v<Approved, Approval>, "nobody turns a wish into an approval");
static_assert(!std::is_aggregate_v<Approval>, "braces do not make one either");
static_assert(!std::is_copy_constructible_v<Approval>, "an approval is used once");
static_assert(!std::is_copy_assignable_v<Approval>, "an approval is used once");
static_assert(std::is_nothrow_move_constructible_v<Approval>);
static_assert(std::is_nothrow_move_assignable_v<Approval>);
static_assert(!std::is_default_constructible_v<Decision> ||
                  std::is_same_v<std::variant_alternative_t<0, Decision>, Denial>,
              "a decision that nobody made is a denial");
static_assert(std::is_same_v<decltype(std::declval<const Approval&>().what()), const Approved&>,
              "what was approved cannot be changed afterwards");

TEST(Approval, a_decision_that_nobody_made_is_a_denial) {
  const Decision decision;
  EXPECT_EQ(reason(decision), DenialReason::unknown);
  EXPECT_TRUE(std::holds_alternative<Denial>(decision));
}

TEST(Approval, it_says_everything_that_the_log_and_the_seal_need) {
  const auto world = principal_submits();
  const auto decision = world.decide();
  const auto* approval = std::get_if<Approval>(&decision);
  ASSERT_NE(approval, nullptr);
  const auto& what = approval->what();
  EXPECT_EQ(what.system, "school-79760001");
  EXPECT_EQ(what.unit, "79760001");
  EXPECT_EQ(what.kind, "hoc-ba");
  EXPECT_EQ(what.record, "1.9tq2");
  EXPECT_EQ(what.revision, 1U);
  EXPECT_EQ(what.step, "principal");
  EXPECT_EQ(what.digest, world.submission.digest);
  EXPECT_EQ(what.rule, "hoc-ba/principal");
  EXPECT_EQ(what.key, "seal/79760001/school/2026.1");
  EXPECT_EQ(what.formats, std::vector<Format>{Format::cades});
  EXPECT_EQ(what.policy, world.policy.digest);
  ASSERT_EQ(what.people.size(), 1U);
  EXPECT_EQ(what.people[0].person, "p-2");
  EXPECT_EQ(what.people[0].role, "principal");
  EXPECT_EQ(what.people[0].proof, Proof::certificate);
  EXPECT_EQ(what.people[0].statement, world.submission.approvals[0].statement_hash);
  EXPECT_EQ(what.people[0].certificate, hash(2));
}

TEST(Approval, it_names_the_person_and_says_that_a_system_vouched) {
  const auto decision = system_vouches().decide();
  const auto* approval = std::get_if<Approval>(&decision);
  ASSERT_NE(approval, nullptr);
  ASSERT_EQ(approval->what().people.size(), 1U);
  EXPECT_EQ(approval->what().people[0].person, "p-1");
  EXPECT_EQ(approval->what().people[0].proof, Proof::vouched);
  EXPECT_EQ(approval->what().people[0].certificate, hash(the_systems_certificate));
}

TEST(Approval, a_step_without_a_seal_has_no_key_and_no_formats) {
  const auto decision = teacher_submits().decide();
  const auto* approval = std::get_if<Approval>(&decision);
  ASSERT_NE(approval, nullptr);
  EXPECT_EQ(approval->what().key, std::nullopt);
  EXPECT_TRUE(approval->what().formats.empty());
}

TEST(Approval, the_departments_step_is_sealed_with_the_parents_key) {
  const auto decision = department_submits().decide();
  const auto* approval = std::get_if<Approval>(&decision);
  ASSERT_NE(approval, nullptr);
  EXPECT_EQ(approval->what().key, "seal/79/department/2026.1");
}

}  // namespace
}  // namespace antin::policy
