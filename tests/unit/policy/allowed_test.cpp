// What the rules let pass, at the very edge of each.
#include <gtest/gtest.h>

#include "tests/unit/policy/world.hpp"

namespace antin::policy {
namespace {

using namespace std::chrono_literals;

struct Allowed {
  const char* name;
  World (*world)();
  void (*change)(World&);
};

std::ostream& operator<<(std::ostream& out, const Allowed& allowed) { return out << allowed.name; }

std::string name_of(const testing::TestParamInfo<Allowed>& info) { return info.param.name; }

class Allows : public testing::TestWithParam<Allowed> {};

TEST_P(Allows, it) {
  auto world = GetParam().world();
  GetParam().change(world);
  const auto decision = world.decide();
  EXPECT_TRUE(std::holds_alternative<Approval>(decision)) << static_cast<int>(reason(decision));
}

INSTANTIATE_TEST_SUITE_P(
    Rules, Allows,
    testing::Values(Allowed{"the_teachers_step", teacher_submits, [](World&) {}},
                    Allowed{"the_principals_step", principal_submits, [](World&) {}},
                    Allowed{"the_departments_step", department_submits, [](World&) {}},
                    Allowed{"a_second_revision_after_the_first_was_returned", teacher_submits_again, [](World&) {}},
                    Allowed{"a_second_revision_after_the_first_was_superseded", teacher_submits_again,
                            [](World& w) { w.facts.ending_before->act = base::Act::superseded; }},
                    Allowed{"the_first_moment_of_the_window", principal_submits,
                            [](World& w) {
                              w.step("principal").window = {w.now, w.now + 1ms};
                            }},
                    Allowed{"a_step_before_that_is_just_as_old_as_it_may_be", principal_submits,
                            [](World& w) {
                              w.step("principal").max_age = 30s;
                              w.facts.steps[0].at = w.now - 30s;
                            }},
                    Allowed{"the_last_record_of_the_quota", principal_submits,
                            [](World& w) {
                              w.step("principal").quota = 900;
                              w.facts.done_this_year = 899;
                            }},
                    Allowed{"a_format_of_the_step", principal_submits,
                            [](World& w) { w.submission.formats = {Format::cades}; }},
                    Allowed{"a_statement_that_expires_in_a_millisecond", principal_submits,
                            [](World& w) { w.approval().statement->expires = w.now + 1ms; }},
                    Allowed{"another_role_of_the_step", principal_submits,
                            [](World& w) {
                              w.step("principal").roles = {"principal", "acting-principal"};
                              w.approval().statement->role = "acting-principal";
                              w.person("p-2").roles[0].role = "acting-principal";
                            }},
                    Allowed{"a_role_without_scope_for_a_statement_with_one", principal_submits,
                            [](World& w) { w.approval().statement->scope = "2025-2026.1A"; }},
                    Allowed{"the_second_of_two_classes_of_a_teacher", teacher_submits,
                            [](World& w) {
                              auto role = w.person("p-1").roles[0];
                              role.scope = "2025-2026.1B";
                              w.person("p-1").roles.insert(w.person("p-1").roles.begin(), role);
                            }},
                    Allowed{"a_role_that_begins_now_and_ends_in_a_millisecond", principal_submits,
                            [](World& w) {
                              w.person("p-2").roles[0].from = w.now;
                              w.person("p-2").roles[0].until = w.now + 1ms;
                            }},
                    Allowed{"two_approvers_where_two_are_asked_for", principal_submits,
                            [](World& w) {
                              w.step("principal").approvers = 2;
                              w.people.push_back({"p-4", {hash(4)}, w.person("p-2").roles});
                              w.submission.approvals.push_back(approval_by(w, "principal", std::nullopt, 4));
                            }},
                    Allowed{"two_approvers_whose_statements_differ_in_their_nonces_alone", principal_submits,
                            [](World& w) {
                              w.step("principal").approvers = 2;
                              w.people.push_back({"p-4", {hash(4)}, w.person("p-2").roles});
                              w.submission.approvals.push_back(w.approval());
                              w.approval(1).certificate = hash(4);
                              w.approval(1).statement_hash = hash(0x44);
                            }},
                    Allowed{"a_persons_second_certificate", principal_submits,
                            [](World& w) {
                              w.person("p-2").certificates.push_back(hash(8));
                              w.approval().certificate = hash(8);
                            }},
                    Allowed{"a_teachers_certificate_that_expired_since", principal_submits,
                            [](World& w) { w.facts.steps[0].standing = {Verification::certificate_expired}; }},
                    Allowed{"nothing_to_check_about_earlier_approvers", principal_submits,
                            [](World& w) { w.facts.steps[0].standing.clear(); }},
                    Allowed{"a_teacher_who_left_the_roster_since", principal_submits,
                            [](World& w) { w.people.erase(w.people.begin()); }}),
    name_of);

void add_school_key(World& world, unsigned year, unsigned generation) {
  auto key = world.policy.keys.at("seal/79760001/school/2026.1");
  key.label = "seal/79760001/school/" + std::to_string(year) + "." + std::to_string(generation);
  key.year = year;
  key.generation = generation;
  world.policy.keys[key.label] = key;
}

std::optional<std::string> sealing_key(const World& world) {
  const auto decision = world.decide();
  const auto* approval = std::get_if<Approval>(&decision);
  return approval == nullptr ? std::nullopt : approval->what().key;
}

TEST(SealKey, the_newest_generation_seals_and_ten_is_newer_than_nine) {
  auto world = principal_submits();
  add_school_key(world, 2026, 9);
  add_school_key(world, 2026, 10);
  EXPECT_EQ(sealing_key(world), "seal/79760001/school/2026.10");
}

TEST(SealKey, a_later_year_is_newer_than_a_higher_generation) {
  auto world = principal_submits();
  add_school_key(world, 2026, 7);
  add_school_key(world, 2027, 1);
  add_school_key(world, 2025, 99);
  EXPECT_EQ(sealing_key(world), "seal/79760001/school/2027.1");
}

TEST(SealKey, a_key_of_a_use_that_begins_alike_is_not_taken) {
  auto world = principal_submits();
  Key key = world.policy.keys.at("seal/79760001/school/2026.1");
  key.label = "seal/79760001/school-trip/2027.1";
  key.use = "school-trip";
  key.year = 2027;
  world.policy.keys[key.label] = key;
  EXPECT_EQ(sealing_key(world), "seal/79760001/school/2026.1");
}

}  // namespace
}  // namespace antin::policy
