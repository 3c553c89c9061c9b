// Every reason to refuse, one change away from a submission that is approved.
#include <gtest/gtest.h>

#include "tests/unit/policy/world.hpp"

namespace antin::policy {
namespace {

using namespace std::chrono_literals;
using enum DenialReason;

struct Denied {
  const char* name;
  World (*world)();
  void (*change)(World&);
  DenialReason expected;
};

std::ostream& operator<<(std::ostream& out, const Denied& denied) { return out << denied.name; }
std::string name_of(const testing::TestParamInfo<Denied>& info) { return info.param.name; }

class Denials : public testing::TestWithParam<Denied> {};

TEST_P(Denials, of) {
  auto world = GetParam().world();
  const auto before = world.decide();
  ASSERT_TRUE(std::holds_alternative<Approval>(before) || std::holds_alternative<Repeat>(before));
  GetParam().change(world);
  const auto decision = world.decide();
  const auto* denial = std::get_if<Denial>(&decision);
  ASSERT_NE(denial, nullptr);
  EXPECT_EQ(denial->reason, GetParam().expected);
  EXPECT_EQ(denial->system, world.submission.system);
}

TEST(Denial, it_names_the_rule_once_the_step_is_known_and_none_before) {
  auto world = principal_submits();
  world.facts.steps.clear();
  EXPECT_EQ(std::get<Denial>(world.decide()).rule, "hoc-ba/principal");
  world.submission.step = "deputy";
  EXPECT_EQ(std::get<Denial>(world.decide()).rule, "");
}

StepFacts other_step(const World& world, std::string name, StepStatus status) {
  return {std::move(name), status, world.submission.digest, {}, {}, hash(0x79), world.now};
}

INSTANTIATE_TEST_SUITE_P(
    Caller, Denials,
    testing::Values(Denied{"a_system_that_nobody_registered", teacher_submits,
                           [](World& w) { w.submission.system = "stranger"; }, no_grant},
                    Denied{"a_system_without_the_grant_to_submit", teacher_submits,
                           [](World& w) {
                             w.policy.systems.at("school-79760001").grants = {Grant::timestamp, Grant::audit_own};
                           },
                           no_grant},
                    Denied{"a_system_with_an_unknown_grant", teacher_submits,
                           [](World& w) { w.policy.systems.at("school-79760001").grants = {Grant::unknown}; },
                           no_grant},
                    Denied{"a_unit_that_the_system_does_not_act_for", teacher_submits,
                           [](World& w) { w.submission.unit = "79760002"; }, no_grant},
                    Denied{"a_unit_that_is_in_no_policy", teacher_submits,
                           [](World& w) { w.policy.units.erase("79760001"); }, unknown_unit},
                    Denied{"a_parent_that_is_in_no_policy", department_submits,
                           [](World& w) { w.policy.units.erase("79"); }, unknown_unit},
                    Denied{"a_unit_without_a_parent", department_submits,
                           [](World& w) { w.policy.units.at("79760001").parent = std::nullopt; }, unknown_unit},
                    Denied{"a_step_whose_unit_is_unknown", teacher_submits,
                           [](World& w) { w.step("teacher").unit = StepUnit::unknown; }, unknown_unit},
                    Denied{"a_kind_without_a_workflow", teacher_submits,
                           [](World& w) { w.submission.kind = "bang-khen"; }, unknown_kind},
                    Denied{"a_step_that_the_workflow_does_not_have", teacher_submits,
                           [](World& w) { w.submission.step = "deputy"; }, unknown_step}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Document, Denials,
    testing::Values(Denied{"a_digest_algorithm_that_the_workflow_does_not_name", teacher_submits,
                           [](World& w) {
                             w.submission.digest = {base::DigestAlgorithm::sha384, base::Bytes(48)};
                           },
                           digest_not_allowed},
                    Denied{"a_digest_of_no_algorithm", teacher_submits, [](World& w) { w.submission.digest = {}; },
                           digest_not_allowed},
                    Denied{"a_digest_of_the_wrong_length", teacher_submits,
                           [](World& w) { w.submission.digest.value.pop_back(); }, digest_not_allowed},
                    Denied{"a_format_for_a_step_without_a_seal", teacher_submits,
                           [](World& w) { w.submission.formats = {Format::cades}; }, format_not_allowed},
                    Denied{"an_unknown_format", principal_submits,
                           [](World& w) {
                             w.submission.formats = {Format::cades, Format::unknown};
                           },
                           format_not_allowed},
                    Denied{"an_unknown_format_that_a_broken_policy_lists", principal_submits,
                           [](World& w) { w.submission.formats = w.step("principal").formats = {Format::unknown}; },
                           format_not_allowed}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Order, Denials,
    testing::Values(
        Denied{"a_principal_before_the_teacher", principal_submits, [](World& w) { w.facts.steps.clear(); },
               out_of_order},
        Denied{"a_principal_while_the_teachers_step_is_open", principal_submits,
               [](World& w) { w.facts.steps[0].status = StepStatus::open; }, out_of_order},
        Denied{"a_principal_after_a_step_of_unknown_status", principal_submits,
               [](World& w) { w.facts.steps[0].status = StepStatus::unknown; }, out_of_order},
        Denied{"a_principal_after_a_step_without_a_leaf", principal_submits,
               [](World& w) { w.facts.steps[0].leaf = std::nullopt; }, out_of_order},
        Denied{"a_department_without_the_teacher", department_submits,
               [](World& w) { w.facts.steps.erase(w.facts.steps.begin()); }, out_of_order},
        Denied{"a_department_without_the_principal", department_submits, [](World& w) { w.facts.steps.pop_back(); },
               out_of_order},
        Denied{"a_step_whose_follower_is_done", principal_submits,
               [](World& w) { w.facts.steps.push_back(other_step(w, "department", StepStatus::done)); }, out_of_order},
        Denied{"a_step_whose_follower_is_open", teacher_submits,
               [](World& w) { w.facts.steps.push_back(other_step(w, "principal", StepStatus::open)); }, out_of_order},
        Denied{"a_step_of_its_own_of_unknown_status", teacher_submits,
               [](World& w) { w.facts.steps.push_back(other_step(w, "teacher", StepStatus::unknown)); }, out_of_order},
        Denied{"another_document_for_a_revision_that_was_superseded", department_has_sealed,
               [](World& w) {
                 w.facts.ending = {base::Act::superseded, {}, hash(0x61)};
                 w.submission.digest = document(9);
               },
               revision_ended},
        Denied{"the_next_step_of_a_revision_that_was_returned", principal_submits,
               [](World& w) {
                 w.facts.ending = {base::Act::returned, {}, hash(0x61)};
               },
               revision_ended},
        Denied{"a_revision_after_one_that_was_withdrawn", teacher_submits,
               [](World& w) {
                 w.submission.revision = 2;
                 w.facts.ending_before = {base::Act::withdrawn, {}, hash(0x61)};
               },
               out_of_order},
        Denied{"a_revision_after_one_that_ended_in_no_known_way", teacher_submits,
               [](World& w) {
                 w.submission.revision = 2;
                 w.facts.ending_before = {base::Act::unknown, {}, hash(0x61)};
               },
               out_of_order},
        Denied{"revision_zero", teacher_submits, [](World& w) { w.submission.revision = 0; }, out_of_order},
        Denied{"a_second_revision_while_the_first_is_open", teacher_submits,
               [](World& w) { w.submission.revision = 2; }, out_of_order},
        Denied{"another_digest_than_the_step_before", principal_submits,
               [](World& w) { w.facts.steps[0].digest = document(9); }, digest_differs},
        Denied{"another_digest_than_the_open_step", department_has_sealed,
               [](World& w) {
                 w.facts.steps[2].status = StepStatus::open;
                 w.submission.digest = document(9);
               },
               digest_differs},
        Denied{"another_digest_for_a_done_step_of_an_open_revision", department_has_sealed,
               [](World& w) {
                 w.facts.steps.pop_back();
                 w.submission.step = "principal";
                 w.submission.digest = document(9);
               },
               digest_differs},
        Denied{"another_digest_once_the_last_step_is_done", department_has_sealed,
               [](World& w) { w.submission.digest = document(9); }, already_sealed},
        Denied{"another_digest_for_the_first_step_once_the_last_is_done", department_has_sealed,
               [](World& w) {
                 w.submission.step = "teacher";
                 w.submission.digest = document(9);
               },
               already_sealed}),
    name_of);

INSTANTIATE_TEST_SUITE_P(Time, Denials,
                         testing::Values(Denied{"a_moment_before_the_window", principal_submits,
                                                [](World& w) {
                                                  w.step("principal").window = {w.now + 1ms, w.now + 24h};
                                                },
                                                window_closed},
                                         Denied{"the_first_moment_after_the_window", principal_submits,
                                                [](World& w) {
                                                  w.step("principal").window = {w.now - 24h, w.now};
                                                },
                                                window_closed},
                                         Denied{"a_step_before_that_is_a_millisecond_too_old", principal_submits,
                                                [](World& w) {
                                                  w.step("principal").max_age = 30s;
                                                  w.facts.steps[0].at = w.now - 30s - 1ms;
                                                },
                                                too_old},
                                         Denied{"a_record_over_the_quota", principal_submits,
                                                [](World& w) {
                                                  w.step("principal").quota = 900;
                                                  w.facts.done_this_year = 900;
                                                },
                                                quota_exceeded},
                                         Denied{"a_quota_of_none", teacher_submits,
                                                [](World& w) { w.step("teacher").quota = 0; }, quota_exceeded}),
                         name_of);

}  // namespace
}  // namespace antin::policy
