// What registrars may do, and what becomes of the roster by it.
#include <gtest/gtest.h>

#include "tests/unit/policy/registration_world.hpp"

namespace antin::policy {
namespace {

using base::RosterAction;
using namespace std::chrono_literals;
using enum DenialReason;

// The roster after the change was made.
Roster after(const RegistrationWorld& world) {
  auto roster = world.roster();
  const auto decision = world.decide();
  const auto* permission = std::get_if<Registration>(&decision);
  if (permission == nullptr)
    throw std::logic_error("denied for reason " + std::to_string(static_cast<int>(reason(decision))));
  roster.apply(*permission, world.world.now);
  return roster;
}

TEST(Registration, a_person_who_is_enrolled_is_found_by_id_certificate_and_identity) {
  const auto roster = after(teacher_is_enrolled());
  const auto* person = roster.find("p-9");
  ASSERT_NE(person, nullptr);
  EXPECT_EQ(roster.find_by_certificate(hash(0x09)), person);
  EXPECT_EQ(roster.find_by_identity(hash(0xE9)), person);
  EXPECT_EQ(person->roles.at(0).role, "teacher");
  EXPECT_FALSE(person->roles.at(0).founding);
}

TEST(Registration, says_who_signed_as_what_and_by_which_rule) {
  const auto decision = principal_is_enrolled().decide();
  const auto& registered = std::get<Registration>(decision).what();
  EXPECT_EQ(registered.rule, "registration/principal");
  ASSERT_EQ(registered.registrars.size(), 2U);
  EXPECT_EQ(registered.registrars[0].person, "r-1");
  EXPECT_EQ(registered.registrars[1].role, "department-registrar");
  EXPECT_EQ(registered.registrars[1].statement, hash(0x41));
}

TEST(Registration, a_role_that_leads_to_a_seal_needs_two_registrars_whatever_the_rule_says) {
  auto world = principal_is_enrolled();
  world.world.policy.registration.at("principal").registrars = 1;
  world.sign_by({0x21});
  EXPECT_EQ(reason(world.decide()), approvals_missing);
  world.world.policy.workflows.at("hoc-ba").steps[1].seal.reset();
  EXPECT_EQ(reason(world.decide()), unknown);
}

TEST(Registration, whoever_acts_for_somebody_needs_two_registrars_whatever_the_rule_says) {
  auto world = somebody_acts();
  world.world.policy.registration.at("acting-principal").registrars = 1;
  world.sign_by({0x21});
  EXPECT_EQ(reason(world.decide()), approvals_missing);
}

TEST(Registration, an_acting_role_is_not_had_by_enrolment_nor_another_role_by_acting) {
  auto world = somebody_acts();
  world.change().action = RosterAction::enrol;
  world.change().acting_for.reset();
  EXPECT_EQ(reason(world.decide()), not_registrable);
  auto other = somebody_acts();
  other.change().role = "principal";
  EXPECT_EQ(reason(other.decide()), not_registrable);
}

TEST(Registration, a_registrar_of_the_school_does_not_enrol_its_principal) {
  auto world = principal_is_enrolled();
  world.sign_by({0x23});
  EXPECT_EQ(reason(world.decide()), not_a_registrar);
  world.sign_by({0x21, 0x23});
  EXPECT_EQ(reason(world.decide()), not_a_registrar) << "each who signs must be one";
}

TEST(Registration, a_registrar_whose_time_is_over_is_none) {
  auto world = teacher_is_enrolled();
  world.world.policy.founders[2].roles[0].until = world.world.now;
  EXPECT_EQ(reason(world.decide()), not_a_registrar);
}

TEST(Registration, a_second_certificate_of_the_same_human_joins_the_same_person) {
  const auto roster = after(certificate_is_renewed());
  EXPECT_EQ(roster.find_by_certificate(hash(0x0B)), roster.find("p-1"));
  EXPECT_EQ(roster.find("p-1")->certificates.size(), 2U);
}

TEST(Registration, a_certificate_of_another_human_never_joins_a_person) {
  auto world = certificate_is_renewed();
  world.request.certificate->identity = hash(0xEE);
  EXPECT_EQ(reason(world.decide()), identity_taken);
}

TEST(Registration, a_certificate_that_the_person_has_already_is_not_renewed) {
  auto world = certificate_is_renewed();
  world.change().certificate = world.request.certificate->hash = hash(1);
  EXPECT_EQ(reason(world.decide()), not_applicable);
}

TEST(Registration, a_certificate_of_who_seals_elsewhere_needs_two_registrars_here_too) {
  auto world = certificate_is_renewed();
  Role principal{"79760002", "principal", std::nullopt, world.world.now - 24h, world.world.now + 24h};
  world.world.person("p-1").roles.push_back(principal);
  EXPECT_EQ(reason(world.decide()), approvals_missing);
}

TEST(Registration, who_seals_gets_no_certificate_by_one_registrar_who_enrols_them_as_something_else) {
  auto world = teacher_is_enrolled();
  world.change().person = "p-2";
  world.request.certificate->identity = hash(0xE2);
  EXPECT_EQ(reason(world.decide()), approvals_missing);
  world.change().certificate = world.request.certificate->hash = hash(2);
  EXPECT_EQ(reason(world.decide()), unknown) << "one that they have already";
}

TEST(Registration, the_certificate_that_came_along_must_be_the_one_that_was_signed_for) {
  auto world = teacher_is_enrolled();
  world.request.certificate->hash = hash(0x0C);
  EXPECT_EQ(reason(world.decide()), statement_mismatch);
  world.request.certificate.reset();
  EXPECT_EQ(reason(world.decide()), statement_mismatch);
}

TEST(Registration, nobody_new_comes_without_a_certificate_but_somebody_known_gets_another_role) {
  auto world = teacher_is_enrolled();
  world.change().certificate.reset();
  EXPECT_EQ(reason(world.decide()), unknown_person);
  world.change().person = "p-2";
  EXPECT_EQ(reason(world.decide()), unknown);
}

TEST(Registration, a_role_that_is_held_already_or_is_over_is_not_given) {
  auto world = teacher_is_enrolled();
  world.change().until = world.world.now;
  EXPECT_EQ(reason(world.decide()), not_applicable);
  auto again = teacher_is_enrolled();
  again.change().person = "p-1";
  again.change().certificate.reset();
  again.change().scope = "2025-2026.1A";
  EXPECT_EQ(reason(again.decide()), not_applicable);
  again.change().scope = "2025-2026.1B";
  EXPECT_EQ(reason(again.decide()), unknown);
}

TEST(Registration, nobody_holds_more_roles_or_certificates_than_one_answer_tells) {
  auto world = teacher_is_enrolled();
  world.change().person = "p-2";
  world.change().certificate.reset();
  auto& roles = world.world.person("p-2").roles;
  while (roles.size() < 63) roles.push_back(roles.front());
  EXPECT_EQ(reason(world.decide()), unknown);
  roles.push_back(roles.front());
  EXPECT_EQ(reason(world.decide()), not_applicable);
  roles.back().until = world.world.now;
  EXPECT_EQ(reason(world.decide()), unknown) << "one that has ended does not count";
}

TEST(Registration, an_approver_is_not_made_a_registrar_of_the_same_unit) {
  auto world = principal_is_enrolled();
  world.change().person = "p-2";
  world.change().certificate.reset();
  world.change().role = "school-registrar";
  EXPECT_EQ(reason(world.decide()), registrar_approves);
  world.change().person = "p-3";  // department leader: approves for this school, whose teachers the registrar enrols
  EXPECT_EQ(reason(world.decide()), registrar_approves);
}

TEST(Registration, a_registrar_may_approve_when_that_time_is_over) {
  auto world = principal_is_enrolled();
  world.change().person = "p-2";
  world.change().certificate.reset();
  world.change().role = "school-registrar";
  world.world.person("p-2").roles[0].until = world.change().from;
  EXPECT_EQ(reason(world.decide()), unknown);
}

TEST(Registration, suspension_holds_in_its_unit_from_then_on_until_somebody_resumes) {
  auto roster = after(teacher_is(RosterAction::suspend));
  EXPECT_TRUE(is_suspended(*roster.find("p-1"), "79760001"));
  EXPECT_FALSE(is_suspended(*roster.find("p-1"), "79760002"));
  roster = after(teacher_is(RosterAction::resume));
  EXPECT_FALSE(is_suspended(*roster.find("p-1"), "79760001"));
}

TEST(Registration, one_registrar_suspends_who_seals_and_two_resume) {
  auto world = teacher_is(RosterAction::suspend);
  world.change().person = "p-2";
  world.sign_by({0x21});
  EXPECT_EQ(reason(world.decide()), unknown);
  world.change().action = RosterAction::resume;
  world.world.person("p-2").suspended = {"79760001"};
  EXPECT_EQ(reason(world.decide()), approvals_missing);
  world.sign_by({0x21, 0x22});
  EXPECT_EQ(reason(world.decide()), unknown);
}

TEST(Registration, who_retires_from_a_unit_holds_no_role_in_it_and_keeps_those_elsewhere) {
  auto world = teacher_is(RosterAction::retire);
  auto& roles = world.world.person("p-1").roles;
  Role elsewhere = roles[0];
  elsewhere.unit = "79760002";
  Role later = roles[0];
  later.scope = "2026-2027.1B";
  later.from = world.world.now + 24h;
  roles.push_back(elsewhere);
  roles.push_back(later);
  const auto roster = after(world);
  const auto& kept = roster.find("p-1")->roles;
  EXPECT_FALSE(is_in_force(kept[0], world.world.now));
  EXPECT_TRUE(is_in_force(kept[0], world.world.now - 1ms)) << "what was approved before stays approved";
  EXPECT_TRUE(is_in_force(kept[1], world.world.now));
  EXPECT_FALSE(is_in_force(kept[2], world.world.now + 25h)) << "a role that was still to come is not had either";
}

TEST(Registration, a_role_of_many_is_retired_by_its_name_and_scope) {
  auto world = teacher_is(RosterAction::retire);
  auto other = world.world.person("p-1").roles[0];
  other.scope = "2025-2026.1B";
  world.world.person("p-1").roles.push_back(other);
  world.change().role = "teacher";
  world.change().scope = "2025-2026.1B";
  const auto roster = after(world);
  EXPECT_TRUE(is_in_force(roster.find("p-1")->roles[0], world.world.now));
  EXPECT_FALSE(is_in_force(roster.find("p-1")->roles[1], world.world.now));
  world.change().scope = "2025-2026.1C";
  EXPECT_EQ(reason(world.decide()), not_applicable);
}

TEST(Registration, what_the_bundle_gave_no_request_takes) {
  auto world = teacher_is(RosterAction::retire);
  world.change().person = "r-3";
  world.sign_by({0x21, 0x22});
  EXPECT_EQ(reason(world.decide()), unknown_person);
}

TEST(Registration, who_is_acted_for_is_somebody_else_and_does_not_sign) {
  auto world = somebody_acts();
  world.change().acting_for = "p-1";
  EXPECT_EQ(reason(world.decide()), same_person);
  world.change().acting_for = "p-8";
  EXPECT_EQ(reason(world.decide()), unknown_person);
  world.change().acting_for = "r-1";
  EXPECT_EQ(reason(world.decide()), own_registration);
}

TEST(Registration, of_somebody_whom_the_bundle_names_takes_their_certificate) {
  auto world = principal_is_enrolled();
  world.world.policy.systems.begin()->second.units = {"79760002"};
  world.change().person = "r-3";
  world.change().unit = "79760002";
  world.change().certificate.reset();
  world.request.certificate.reset();
  EXPECT_EQ(reason(world.decide()), identity_missing);
  world.change().certificate = hash(0x23);
  world.request.certificate = PresentedCertificate{hash(0x23), Verification::valid, hash(0xF3)};
  EXPECT_TRUE(std::holds_alternative<Registration>(world.decide())) << static_cast<int>(reason(world.decide()));
}

// A log may hold changes of before that was asked for.
TEST(Roster, takes_founders_over_of_whom_requests_brought_no_certificate) {
  const auto founders = teacher_is_enrolled().world.policy.founders;
  Roster roster;
  RosterChange change;
  change.action = base::RosterAction::enrol;
  change.person = "r-3";
  change.unit = "79760002";
  change.role = "teacher";
  roster.replay(change, {});
  ASSERT_EQ(roster.found(founders), std::nullopt);
  EXPECT_EQ(roster.find_by_identity(hash(0xF3)), roster.find("r-3"));
  EXPECT_EQ(roster.find("r-3")->roles.size(), 2U);
}

TEST(Roster, takes_no_founder_over_whose_identity_is_another_persons) {
  const auto founders = teacher_is_enrolled().world.policy.founders;
  Roster roster;
  RosterChange change;
  change.action = base::RosterAction::enrol;
  change.person = "r-3";
  change.role = "teacher";
  roster.replay(change, {});
  ASSERT_TRUE(roster.add({"p-7", {hash(0x77)}, {}, hash(0xF3)}));
  EXPECT_EQ(roster.found(founders), "the registrar r-3 has the id of somebody else of the roster");
}

TEST(Roster, refuses_founders_who_are_somebody_else) {
  auto world = teacher_is_enrolled();
  world.world.policy.founders[2].identity = hash(0xE1);
  Roster roster;
  for (const auto& person : world.world.people) ASSERT_TRUE(roster.add(person));
  EXPECT_EQ(roster.found(world.world.policy.founders), "the registrar r-3 is somebody else of the roster");
}

TEST(Roster, gives_people_in_pages_by_unit_and_id) {
  const auto roster = teacher_is_enrolled().roster();
  const auto first = roster.page("", "", 2);
  ASSERT_EQ(first.size(), 2U);
  EXPECT_EQ(first[1]->id, "p-2");
  EXPECT_EQ(roster.page("", "p-2", 100).size(), 4U);
  const auto school = roster.page("79760001", "p-1", 100);
  ASSERT_EQ(school.size(), 2U);
  EXPECT_EQ(school[0]->id, "p-2");
  EXPECT_EQ(school[1]->id, "r-3");
}

}  // namespace
}  // namespace antin::policy
