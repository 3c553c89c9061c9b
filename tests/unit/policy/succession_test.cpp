// What becomes of the records of a unit that has closed.
#include "policy/succession.hpp"

#include <gtest/gtest.h>

#include "tests/unit/policy/ending_world.hpp"

namespace antin::policy {
namespace {

using enum DenialReason;
constexpr auto a_millisecond = std::chrono::milliseconds(1);

UnitClosing& closing(Policy& policy, const std::string& unit = "79760001") {
  return policy.units.at(unit).closing.emplace();
}

// 79760001 closed a day ago, and nobody succeeds it; the caller acts for the department.
World orphaned(World world) {
  closing(world.policy).from = world.now - std::chrono::days(1);
  world.policy.systems.begin()->second.units = {"79"};
  return world;
}
EndingWorld orphaned(EndingWorld world) {
  world.world = orphaned(std::move(world.world));
  return world;
}

const Approved& approved(const Decision& decision) { return std::get<Approval>(decision).what(); }

TEST(Succession, the_successors_people_and_key_complete_what_was_begun) {
  const auto decision = merged(principal_submits()).decide();
  ASSERT_EQ(reason(decision), unknown);
  EXPECT_EQ(approved(decision).unit, "79760001");
  EXPECT_EQ(approved(decision).acting, "79760002");
  EXPECT_EQ(approved(decision).key, "seal/79760002/school/2026.1");
  const auto department = merged(department_submits()).decide();
  ASSERT_EQ(reason(department), unknown);
  EXPECT_EQ(approved(department).acting, std::nullopt);
  EXPECT_EQ(approved(department).key, "seal/79/department/2026.1");
}

TEST(Succession, the_successors_people_correct) {
  EXPECT_EQ(reason(merged(principal_supersedes()).decide()), unknown);
  EXPECT_EQ(reason(merged(teacher_submits_again()).decide()), unknown);
  EXPECT_EQ(reason(merged(principal_returns()).decide()), unknown);
  const auto decision = merged(principal_supersedes()).decide();
  EXPECT_EQ(std::get<EndingApproval>(decision).what().acting, "79760002");
  EXPECT_EQ(std::get<EndingApproval>(decision).what().unit, "79760001");
}

TEST(Succession, the_closed_units_people_do_not_count_any_more) {
  auto world = merged(principal_submits());
  world.person("p-2").roles[0].unit = "79760001";
  EXPECT_EQ(reason(world.decide()), wrong_role);
  auto ending = merged(principal_supersedes());
  ending.world.person("p-2").roles[0].unit = "79760001";
  EXPECT_EQ(reason(ending.decide()), wrong_role);
}

TEST(Succession, the_closed_units_systems_carry_nothing_more) {
  auto world = merged(principal_submits());
  world.policy.systems.begin()->second.units = {"79760001"};
  EXPECT_EQ(reason(world.decide()), no_grant);
  auto ending = merged(principal_supersedes());
  ending.world.policy.systems.begin()->second.units = {"79760001"};
  EXPECT_EQ(reason(ending.decide()), no_grant);
}

TEST(Succession, no_record_of_the_closed_unit_begins) {
  EXPECT_EQ(reason(merged(teacher_submits()).decide()), unit_closed);
}

TEST(Succession, a_repeat_is_answered_with_what_was_done_before) {
  auto world = merged(department_has_sealed());
  const auto decision = world.decide();
  ASSERT_TRUE(std::holds_alternative<Repeat>(decision));
}

TEST(Succession, begins_with_the_first_moment_of_the_day_and_not_before) {
  auto world = teacher_submits();
  closing(world.policy) = {world.now + a_millisecond, "79760002"};
  EXPECT_EQ(reason(world.decide()), unknown);
  world.policy.systems.begin()->second.units = {"79760001", "79760002"};
  world.policy.units.at("79760001").closing->from = world.now;
  EXPECT_EQ(reason(world.decide()), unit_closed);
}

TEST(Succession, goes_on_to_the_last_of_several) {
  auto world = merged(principal_submits());
  world.policy.units["79760003"] = {"79760003", "79", UnitKind::school, "A third"};
  closing(world.policy, "79760002") = {world.now, "79760003"};
  EXPECT_EQ(reason(world.decide()), no_grant);
  world.policy.systems.begin()->second.units = {"79760003"};
  EXPECT_EQ(reason(world.decide()), wrong_role);
  world.person("p-2").roles[0].unit = "79760003";
  EXPECT_EQ(reason(world.decide()), no_seal_key);
  const auto all = answerers_of(world.policy, "79760001", world.now);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[1]->code, "79760003");
}

TEST(Succession, a_department_is_succeeded_as_a_school_is) {
  auto world = department_submits();
  world.policy.units["80"] = {"80", std::nullopt, UnitKind::department, "Another department"};
  closing(world.policy, "79") = {world.now, "80"};
  EXPECT_EQ(reason(world.decide()), wrong_role);
  world.person("p-3").roles[0].unit = "80";
  EXPECT_EQ(reason(world.decide()), no_seal_key);
  closing(world.policy, "79").from = world.now;
  EXPECT_EQ(reason(world.decide()), unit_closed);
}

TEST(Succession, without_a_successor_nothing_is_sealed_or_returned_or_superseded) {
  EXPECT_EQ(reason(orphaned(teacher_submits()).decide()), unit_closed);
  EXPECT_EQ(reason(orphaned(principal_submits()).decide()), unit_closed);
  EXPECT_EQ(reason(orphaned(department_submits()).decide()), unit_closed);
  EXPECT_EQ(reason(orphaned(principal_returns()).decide()), unit_closed);
  EXPECT_EQ(reason(orphaned(department_returns()).decide()), unit_closed);
  EXPECT_EQ(reason(orphaned(principal_supersedes()).decide()), unit_closed);
}

TEST(Succession, without_a_successor_the_unit_above_withdraws) {
  EXPECT_EQ(reason(orphaned(department_withdraws()).decide()), unknown);
  auto own = orphaned(department_withdraws());
  own.workflow().withdraw->unit = StepUnit::own;
  const auto decision = own.decide();
  ASSERT_EQ(reason(decision), unknown);
  EXPECT_EQ(std::get<EndingApproval>(decision).what().acting, "79");
  own.world.policy.systems.begin()->second.units = {"79760001"};
  EXPECT_EQ(reason(own.decide()), no_grant);
}

TEST(Succession, without_a_unit_above_nobody_answers) {
  auto world = orphaned(department_withdraws());
  world.world.policy.units.at("79760001").parent.reset();
  EXPECT_EQ(reason(world.decide()), no_grant);
  EXPECT_EQ(answering_for(world.world.policy, "79760001", world.world.now).how, Answer::nobody);
}

TEST(Succession, what_a_closed_unit_left_is_read_by_its_successors_systems_and_by_its_own) {
  auto world = merged(teacher_submits());
  const auto& policy = world.policy;
  EXPECT_FALSE(deny_lookup(policy, "school-79760001", "79760001", world.now));
  EXPECT_FALSE(deny_lookup(policy, "school-79760001", "79760002", world.now));
  EXPECT_TRUE(deny_lookup(policy, "school-79760001", "79760001", world.now - std::chrono::days(2)));
  world.policy.systems.begin()->second.units = {"79760001"};
  EXPECT_FALSE(deny_lookup(policy, "school-79760001", "79760001", world.now));
  EXPECT_TRUE(deny_lookup(policy, "school-79760001", "79760002", world.now));
}

TEST(Succession, a_retired_key_seals_nothing) {
  auto world = principal_submits();
  world.policy.keys.at("seal/79760001/school/2026.1").retired = true;
  EXPECT_EQ(reason(world.decide()), no_seal_key);
}

TEST(Succession, bundles_differ_in_who_answers_only_where_they_do) {
  const auto before = teacher_submits();
  const auto after = merged(teacher_submits());
  EXPECT_TRUE(answers_differ(before.policy, after.policy, "79760001", after.now));
  EXPECT_FALSE(answers_differ(before.policy, after.policy, "79760001", after.now - std::chrono::days(2)));
  EXPECT_FALSE(answers_differ(before.policy, after.policy, "79760002", after.now));
  auto above = before.policy;
  closing(above, "79").from = before.now;
  EXPECT_TRUE(answers_differ(before.policy, above, "79760001", before.now));
}

TEST(Succession, a_circle_that_no_text_could_have_made_ends_with_nobody) {
  auto world = merged(teacher_submits());
  closing(world.policy, "79760002") = {world.now, "79760001"};
  EXPECT_EQ(answering_for(world.policy, "79760001", world.now).how, Answer::nobody);
}

}  // namespace
}  // namespace antin::policy
