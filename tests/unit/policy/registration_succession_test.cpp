// Who may change the roster where a unit has closed.
#include <gtest/gtest.h>

#include "tests/unit/policy/registration_world.hpp"

namespace antin::policy {
namespace {

using base::RosterAction;
using enum DenialReason;
constexpr auto a_day = std::chrono::days(1);

// 79760001 closed a day ago into 79760002, whose system carries the request.
RegistrationWorld merged(RegistrationWorld world) {
  world.world.policy.units.at("79760001").closing = UnitClosing{world.world.now - a_day, "79760002"};
  world.world.policy.systems.begin()->second.units = {"79760002"};
  return world;
}

void move_registrar(RegistrationWorld& world, std::size_t which, const std::string& unit) {
  world.world.policy.founders.at(which).roles.at(0).unit = unit;
}

// The department closed a day ago into another one.
RegistrationWorld under_another_department(RegistrationWorld world) {
  auto& units = world.world.policy.units;
  units["80"] = {"80", std::nullopt, UnitKind::department, "Another department"};
  units.at("79").closing = UnitClosing{world.world.now - a_day, "80"};
  return world;
}

TEST(RegistrationAndSuccession, nobody_becomes_anything_in_a_unit_that_has_closed) {
  for (const auto& change : {teacher_is_enrolled(), principal_is_enrolled(), somebody_acts(), certificate_is_renewed(),
                             teacher_is(RosterAction::resume)}) {
    ASSERT_EQ(reason(change.decide()), unknown);
    auto world = merged(change);
    EXPECT_EQ(reason(world.decide()), unit_closed);
    move_registrar(world, 2, "79760002");
    EXPECT_EQ(reason(world.decide()), unit_closed) << "nor by the successor's registrars";
  }
}

TEST(RegistrationAndSuccession, the_successors_registrars_end_what_somebody_is_there) {
  for (const auto action : {RosterAction::suspend, RosterAction::retire}) {
    auto world = merged(teacher_is(action));
    EXPECT_EQ(reason(world.decide()), not_a_registrar) << "the closed unit's registrar";
    move_registrar(world, 2, "79760002");
    EXPECT_EQ(reason(world.decide()), unknown);
  }
}

TEST(RegistrationAndSuccession, where_nobody_succeeds_nothing_is_changed) {
  auto world = merged(teacher_is(RosterAction::retire));
  world.world.policy.units.at("79760001").closing->successor.reset();
  world.world.policy.systems.begin()->second.units = {"79"};
  EXPECT_EQ(reason(world.decide()), unit_closed);
}

TEST(RegistrationAndSuccession, registrars_of_the_department_that_succeeds_enrol_in_its_schools) {
  auto world = under_another_department(principal_is_enrolled());
  EXPECT_EQ(reason(world.decide()), not_a_registrar) << "the closed department's";
  move_registrar(world, 0, "80");
  move_registrar(world, 1, "80");
  EXPECT_EQ(reason(world.decide()), unknown);
  world.world.policy.units.at("79").closing->successor.reset();
  EXPECT_EQ(reason(world.decide()), unit_closed);
}

TEST(RegistrationAndSuccession, who_enrols_for_the_schools_of_a_closed_department_approves_nothing_in_them) {
  auto world = under_another_department(principal_is_enrolled()).world;
  const auto submission = principal_submits();
  world.submission = submission.submission;
  world.facts = submission.facts;
  ASSERT_EQ(reason(world.decide()), unknown);
  Role registrar{"80", "department-registrar", std::nullopt, world.now - a_day, world.now + a_day};
  world.person("p-2").roles.push_back(registrar);
  EXPECT_EQ(reason(world.decide()), registrar_approves);
}

TEST(RegistrationAndSuccession, who_will_enrol_for_the_schools_of_a_department_that_closes_becomes_nothing_in_them) {
  auto world = under_another_department(principal_is_enrolled());
  move_registrar(world, 0, "80");
  move_registrar(world, 1, "80");
  Role registrar{"80", "department-registrar", std::nullopt, world.world.now - a_day, world.world.now + a_day};
  world.world.people.push_back({"p-9", {hash(9)}, {registrar}, hash(0xE9)});
  EXPECT_EQ(reason(world.decide()), registrar_approves);
}

}  // namespace
}  // namespace antin::policy
