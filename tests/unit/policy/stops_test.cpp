// What a stop keeps from happening, and what goes on in spite of it.
#include <gtest/gtest.h>

#include "tests/unit/policy/ending_world.hpp"

namespace antin::policy {
namespace {

using base::Stoppable;
using base::Target;

struct Stopped {
  const char* name;
  World (*world)();
  Target target;
  bool is_stopped = false;
};

std::ostream& operator<<(std::ostream& out, const Stopped& stopped) { return out << stopped.name; }
std::string name_of(const testing::TestParamInfo<Stopped>& info) { return info.param.name; }

class Stopping : public testing::TestWithParam<Stopped> {};

TEST_P(Stopping, of) {
  auto world = GetParam().world();
  world.policy.timestamp.key = "time/antin/tsa/2026.1";
  ASSERT_TRUE(std::holds_alternative<Approval>(world.decide()));
  world.facts.stops.add(GetParam().target);
  const auto decision = world.decide();
  if (!GetParam().is_stopped) {
    EXPECT_TRUE(std::holds_alternative<Approval>(decision));
    return;
  }
  ASSERT_EQ(reason(decision), DenialReason::stopped);
  EXPECT_EQ(std::get<Denial>(decision).stop, GetParam().target);
  EXPECT_EQ(std::get<Denial>(decision).rule, "hoc-ba/" + world.submission.step);
  world.facts.stops.remove(GetParam().target);
  EXPECT_TRUE(std::holds_alternative<Approval>(world.decide()));
}

INSTANTIATE_TEST_SUITE_P(
    Steps, Stopping,
    testing::Values(
        Stopped{"the_appliance", teacher_submits, {Stoppable::appliance, ""}, true},
        Stopped{"the_unit_whose_record_it_is", principal_submits, {Stoppable::unit, "79760001"}, true},
        Stopped{
            "the_unit_whose_record_it_is_at_anothers_step", department_submits, {Stoppable::unit, "79760001"}, true},
        Stopped{"the_unit_that_acts", department_submits, {Stoppable::unit, "79"}, true},
        Stopped{"the_unit_above_that_does_not_act", principal_submits, {Stoppable::unit, "79"}},
        Stopped{"another_unit", principal_submits, {Stoppable::unit, "79760002"}},
        Stopped{"the_key_that_seals", principal_submits, {Stoppable::key, "seal/79760001/school/2026.1"}, true},
        Stopped{"the_key_of_another_step", principal_submits, {Stoppable::key, "seal/79/department/2026.1"}},
        Stopped{"a_key_that_a_step_without_seal_does_not_use",
                teacher_submits,
                {Stoppable::key, "seal/79760001/school/2026.1"}},
        Stopped{"the_key_that_stamps", teacher_submits, {Stoppable::key, "time/antin/tsa/2026.1"}, true},
        // Its messages do not get here at all.
        Stopped{"the_system_that_asks", teacher_submits, {Stoppable::system, "school-79760001"}}),
    name_of);

TEST(Stopping, an_older_key_does_not_take_the_place_of_a_stopped_one) {
  auto world = principal_submits();
  auto older = world.policy.keys.at("seal/79760001/school/2026.1");
  older.label = "seal/79760001/school/2025.1";
  older.year = 2025;
  world.policy.keys[older.label] = older;
  world.facts.stops.add({Stoppable::key, "seal/79760001/school/2026.1"});
  EXPECT_EQ(reason(world.decide()), DenialReason::stopped);
}

TEST(Stopping, what_is_done_or_open_is_answered_in_spite_of_it) {
  auto world = department_has_sealed();
  world.facts.stops.add({Stoppable::appliance, ""});
  EXPECT_TRUE(std::holds_alternative<Repeat>(world.decide()));
  world.facts.steps.back().status = StepStatus::open;
  EXPECT_TRUE(std::holds_alternative<Repeat>(world.decide()));
}

TEST(Stopping, it_is_asked_before_everything_but_a_repeat) {
  auto world = department_submits();
  world.facts.stops.add({Stoppable::appliance, ""});
  world.facts.ending = EndingFacts{base::Act::returned, {}, hash(0x61)};
  world.submission.approvals.clear();
  world.facts.steps.clear();
  EXPECT_EQ(reason(world.decide()), DenialReason::stopped);
  world.submission.system = "stranger";
  EXPECT_EQ(reason(world.decide()), DenialReason::no_grant);
}

TEST(Stopping, an_open_step_is_judged_by_its_own_key_and_unit) {
  const auto world = department_submits();
  Stops stops;
  const auto stop_of_open = [&](const std::string& kind) {
    return stop_of(world.policy, stops, {"79760001", kind, "department", "seal/79/department/2026.1"}, world.now);
  };
  stops.add({Stoppable::unit, "79"});
  EXPECT_TRUE(stop_of_open("hoc-ba"));
  EXPECT_TRUE(stop_of_open("a kind that left with a bundle"));
  stops.remove({Stoppable::unit, "79"});
  stops.add({Stoppable::key, "seal/79/department/2026.1"});
  EXPECT_TRUE(stop_of_open("hoc-ba"));
  stops.remove({Stoppable::key, "seal/79/department/2026.1"});
  EXPECT_FALSE(stop_of_open("hoc-ba"));
}

TEST(Stopping, nothing_is_ended_where_the_appliance_or_a_unit_of_the_ending_is_stopped) {
  for (const auto& target : {Target{Stoppable::appliance, ""}, Target{Stoppable::unit, "79760001"}}) {
    auto world = principal_returns();
    world.world.facts.stops.add(target);
    EXPECT_EQ(reason(world.decide()), DenialReason::stopped) << base::print(target);
    EXPECT_EQ(std::get<Denial>(world.decide()).stop, target);
  }
  auto acting = department_returns();
  acting.world.facts.stops.add({Stoppable::unit, "79"});
  EXPECT_EQ(reason(acting.decide()), DenialReason::stopped);
  auto above = principal_returns();
  above.world.facts.stops.add({Stoppable::unit, "79"});
  EXPECT_TRUE(std::holds_alternative<EndingApproval>(above.decide()));
}

TEST(Stopping, what_a_successor_does_for_a_closed_unit_is_held_with_either_of_them_and_the_successors_key) {
  for (const auto& target : {Target{Stoppable::unit, "79760001"}, Target{Stoppable::unit, "79760002"},
                             Target{Stoppable::key, "seal/79760002/school/2026.1"}}) {
    auto world = merged(principal_submits());
    world.facts.stops.add(target);
    EXPECT_EQ(reason(world.decide()), DenialReason::stopped) << base::print(target);
    Stops stops;
    stops.add(target);
    const auto of_open =
        stop_of(world.policy, stops, {"79760001", "hoc-ba", "principal", "seal/79760002/school/2026.1"}, world.now);
    EXPECT_EQ(of_open, target);
  }
  auto own_key = merged(principal_submits());
  own_key.facts.stops.add({Stoppable::key, "seal/79760001/school/2026.1"});
  EXPECT_TRUE(std::holds_alternative<Approval>(own_key.decide()));
  auto ending = merged(principal_supersedes());
  ending.world.facts.stops.add({Stoppable::unit, "79760002"});
  EXPECT_EQ(reason(ending.decide()), DenialReason::stopped);
}

TEST(Stopping, a_withdrawal_by_the_unit_above_is_held_with_that_unit) {
  auto world = department_withdraws();
  world.workflow().withdraw->unit = StepUnit::own;
  world.world.policy.units.at("79760001").closing.emplace().from = world.world.now;
  world.world.policy.systems.begin()->second.units = {"79"};
  world.world.facts.stops.add({Stoppable::unit, "79"});
  EXPECT_EQ(reason(world.decide()), DenialReason::stopped);
}

TEST(Stopping, a_key_is_not_needed_to_end_a_revision) {
  auto world = principal_returns();
  world.world.facts.stops.add({Stoppable::key, "seal/79760001/school/2026.1"});
  EXPECT_TRUE(std::holds_alternative<EndingApproval>(world.decide()));
}

TEST(Stopping, an_ending_that_stands_is_answered_in_spite_of_it) {
  auto world = principal_returns();
  world.world.facts.ending =
      EndingFacts{base::Act::returned, {world.ending.approvals.front().statement_hash}, hash(0x61)};
  world.world.facts.stops.add({Stoppable::appliance, ""});
  EXPECT_TRUE(std::holds_alternative<Repeat>(world.decide()));
}

TEST(Stopping, a_timestamp_is_stopped_with_the_appliance_or_its_key) {
  auto policy = teacher_submits().policy;
  policy.timestamp.key = "time/antin/tsa/2026.1";
  Stops stops;
  EXPECT_FALSE(deny_stopped_timestamp(policy, stops, "school-79760001"));
  stops.add({Stoppable::unit, "79"});
  stops.add({Stoppable::key, "seal/79/department/2026.1"});
  EXPECT_FALSE(deny_stopped_timestamp(policy, stops, "school-79760001"));
  stops.add({Stoppable::key, "time/antin/tsa/2026.1"});
  const auto denial = deny_stopped_timestamp(policy, stops, "school-79760001");
  ASSERT_TRUE(denial);
  EXPECT_EQ(denial->reason, DenialReason::stopped);
  EXPECT_EQ(denial->system, "school-79760001");
  Stops all;
  all.add({Stoppable::appliance, ""});
  EXPECT_TRUE(deny_stopped_timestamp(policy, all, "school-79760001"));
}

}  // namespace
}  // namespace antin::policy
