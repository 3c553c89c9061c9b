// What ends a revision, rule by rule: what is allowed at its very edge, what is refused one change away, what is a
// repeat.
#include <gtest/gtest.h>

#include <type_traits>

#include "tests/unit/policy/ending_world.hpp"

namespace antin::policy {
namespace {

using namespace std::chrono_literals;
using enum DenialReason;
using base::Act;

static_assert(!std::is_default_constructible_v<EndingApproval>, "nobody makes an empty one");
static_assert(!std::is_constructible_v<EndingApproval, ApprovedEnding>, "nobody turns a wish into one");
static_assert(!std::is_constructible_v<EndingApproval, Approval>, "approving a step is not ending its revision");
static_assert(!std::is_constructible_v<Approval, EndingApproval>, "ending a revision opens no key");
static_assert(!std::is_copy_constructible_v<EndingApproval>, "it is used once");
static_assert(!std::is_copy_assignable_v<EndingApproval>, "it is used once");
static_assert(std::is_same_v<std::variant_alternative_t<0, EndingDecision>, Denial>,
              "a decision that nobody made is a denial");

using Change = void (*)(EndingWorld&);

struct AllowedEnding {
  const char* name;
  EndingWorld (*world)();
  Change change;
};
std::ostream& operator<<(std::ostream& out, const AllowedEnding& allowed) { return out << allowed.name; }

std::string allowed_name(const testing::TestParamInfo<AllowedEnding>& info) { return info.param.name; }

class AllowsEnding : public testing::TestWithParam<AllowedEnding> {};

TEST_P(AllowsEnding, by) {
  auto world = GetParam().world();
  GetParam().change(world);
  const auto decision = world.decide();
  EXPECT_TRUE(std::holds_alternative<EndingApproval>(decision)) << static_cast<int>(reason(decision));
}

INSTANTIATE_TEST_SUITE_P(
    Rules, AllowsEnding,
    testing::Values(AllowedEnding{"a_principal_who_returns", principal_returns, [](EndingWorld&) {}},
                    AllowedEnding{"a_department_that_returns", department_returns, [](EndingWorld&) {}},
                    AllowedEnding{"a_principal_who_supersedes", principal_supersedes, [](EndingWorld&) {}},
                    AllowedEnding{"two_leaders_who_withdraw", department_withdraws, [](EndingWorld&) {}},
                    AllowedEnding{"one_of_two_whose_approval_a_step_needs", principal_returns,
                                  [](EndingWorld& w) { w.workflow().steps[1].approvers = 2; }},
                    AllowedEnding{"somebody_who_approved_a_step_before", department_returns,
                                  [](EndingWorld& w) { w.world.facts.steps[1].people = {"p-3"}; }},
                    AllowedEnding{"a_principal_after_the_window_and_the_age_and_the_quota", principal_returns,
                                  [](EndingWorld& w) {
                                    w.workflow().steps[1].window = {w.world.now - 2h, w.world.now - 1h};
                                    w.workflow().steps[1].max_age = 1s;
                                    w.workflow().steps[1].quota = 0;
                                  }},
                    AllowedEnding{
                        "a_principal_though_the_teachers_certificate_is_revoked", principal_returns,
                        [](EndingWorld& w) { w.world.facts.steps[0].standing = {Verification::certificate_revoked}; }},
                    AllowedEnding{"a_principal_though_there_is_no_key_any_more", principal_supersedes,
                                  [](EndingWorld& w) { w.world.policy.keys.clear(); }},
                    AllowedEnding{"a_statement_that_expires_in_a_millisecond", principal_supersedes,
                                  [](EndingWorld& w) { w.approval().statement->expires = w.world.now + 1ms; }},
                    AllowedEnding{"those_of_a_second_revision_too", principal_supersedes,
                                  [](EndingWorld& w) {
                                    w.ending.revision = w.approval().statement->revision = 2;
                                    w.world.facts.ending_before = {Act::returned, {}, hash(0x61)};
                                  }}),
    allowed_name);

struct DeniedEnding {
  const char* name;
  EndingWorld (*world)();
  Change change;
  DenialReason expected;
};
std::ostream& operator<<(std::ostream& out, const DeniedEnding& denied) { return out << denied.name; }

std::string denied_name(const testing::TestParamInfo<DeniedEnding>& info) { return info.param.name; }

class DeniesEnding : public testing::TestWithParam<DeniedEnding> {};

TEST_P(DeniesEnding, of) {
  auto world = GetParam().world();
  ASSERT_TRUE(std::holds_alternative<EndingApproval>(world.decide()));
  GetParam().change(world);
  const auto decision = world.decide();
  const auto* denial = std::get_if<Denial>(&decision);
  ASSERT_NE(denial, nullptr);
  EXPECT_EQ(denial->reason, GetParam().expected);
  EXPECT_EQ(denial->system, world.ending.system);
}

INSTANTIATE_TEST_SUITE_P(
    Place, DeniesEnding,
    testing::Values(
        DeniedEnding{"a_system_that_nobody_registered", principal_returns,
                     [](EndingWorld& w) { w.ending.system = "stranger"; }, no_grant},
        DeniedEnding{"a_system_without_the_grant_to_submit", principal_supersedes,
                     [](EndingWorld& w) { w.world.policy.systems.at("school-79760001").grants = {Grant::audit_own}; },
                     no_grant},
        DeniedEnding{"another_schools_revision", principal_supersedes,
                     [](EndingWorld& w) { w.ending.unit = "79760002"; }, no_grant},
        DeniedEnding{"a_unit_that_is_in_no_policy", principal_returns,
                     [](EndingWorld& w) { w.world.policy.units.erase("79760001"); }, unknown_unit},
        DeniedEnding{"a_unit_without_a_parent", department_withdraws,
                     [](EndingWorld& w) { w.world.policy.units.at("79760001").parent.reset(); }, unknown_unit},
        DeniedEnding{"a_kind_without_a_workflow", principal_returns,
                     [](EndingWorld& w) { w.ending.kind = "bang-khen"; }, unknown_kind},
        DeniedEnding{"a_return_at_a_step_that_is_none", principal_returns,
                     [](EndingWorld& w) { w.ending.step = "deputy"; }, unknown_step},
        DeniedEnding{"a_return_at_no_step", principal_returns, [](EndingWorld& w) { w.ending.step = ""; },
                     unknown_step},
        DeniedEnding{"a_supersession_at_a_step", principal_supersedes,
                     [](EndingWorld& w) { w.ending.step = "principal"; }, unknown_step},
        DeniedEnding{"nothing_that_is_known", principal_supersedes, [](EndingWorld& w) { w.ending.act = Act::unknown; },
                     out_of_order}),
    denied_name);

INSTANTIATE_TEST_SUITE_P(
    Order, DeniesEnding,
    testing::Values(
        DeniedEnding{"a_return_before_anything_was_approved", principal_returns,
                     [](EndingWorld& w) { w.world.facts.steps.clear(); }, out_of_order},
        DeniedEnding{"a_return_at_the_first_step", principal_returns,
                     [](EndingWorld& w) {
                       w.world.facts.steps.clear();
                       w.ending.step = "teacher";
                     },
                     out_of_order},
        DeniedEnding{"a_return_at_a_step_that_is_done", department_returns,
                     [](EndingWorld& w) { w.ending.step = "principal"; }, out_of_order},
        DeniedEnding{"a_return_at_a_step_that_is_not_next", principal_returns,
                     [](EndingWorld& w) { w.ending.step = "department"; }, out_of_order},
        DeniedEnding{"a_return_while_the_step_is_open", principal_returns,
                     [](EndingWorld& w) {
                       w.world.facts.steps.push_back({"principal", StepStatus::open, document(0xD0), {}, {}, {}, {}});
                     },
                     out_of_order},
        DeniedEnding{"a_return_while_the_step_before_is_open", department_returns,
                     [](EndingWorld& w) { w.world.facts.steps[1].status = StepStatus::open; }, out_of_order},
        DeniedEnding{"a_return_of_what_is_complete", department_returns,
                     [](EndingWorld& w) { w.world.facts = department_has_sealed().facts; }, out_of_order},
        DeniedEnding{"a_supersession_of_what_is_not_complete", principal_supersedes,
                     [](EndingWorld& w) { w.world.facts.steps.pop_back(); }, out_of_order},
        DeniedEnding{"a_supersession_while_the_last_step_is_open", principal_supersedes,
                     [](EndingWorld& w) { w.world.facts.steps.back().status = StepStatus::open; }, out_of_order},
        DeniedEnding{"while_a_step_is_open_that_the_workflow_has_no_more", principal_supersedes,
                     [](EndingWorld& w) {
                       w.world.facts.steps.push_back(w.world.facts.steps.back());
                       w.world.facts.steps.back().step = "ministry";
                       w.world.facts.steps.back().status = StepStatus::open;
                     },
                     out_of_order},
        DeniedEnding{"a_withdrawal_of_what_is_not_complete", department_withdraws,
                     [](EndingWorld& w) { w.world.facts.steps.pop_back(); }, out_of_order},
        DeniedEnding{"a_supersession_of_what_is_withdrawn", principal_supersedes,
                     [](EndingWorld& w) {
                       w.world.facts.ending = {Act::withdrawn, {hash(0x42)}, hash(0x61)};
                     },
                     revision_ended},
        DeniedEnding{"a_withdrawal_of_what_is_superseded", department_withdraws,
                     [](EndingWorld& w) {
                       w.world.facts.ending = {Act::superseded, {hash(0x42)}, hash(0x61)};
                     },
                     revision_ended},
        DeniedEnding{"a_second_return_on_another_statement", principal_returns,
                     [](EndingWorld& w) {
                       w.world.facts.ending = {Act::returned, {hash(0x99)}, hash(0x61)};
                     },
                     revision_ended},
        DeniedEnding{"a_repeat_with_one_statement_more", department_withdraws,
                     [](EndingWorld& w) {
                       w.world.facts.ending = {Act::withdrawn, {hash(0x43)}, hash(0x61)};
                     },
                     revision_ended}),
    denied_name);

INSTANTIATE_TEST_SUITE_P(
    Reasons, DeniesEnding,
    testing::Values(DeniedEnding{"a_return_that_the_step_does_not_provide_for", principal_returns,
                                 [](EndingWorld& w) { w.workflow().steps[1].returns.clear(); }, reason_not_allowed},
                    DeniedEnding{"a_supersession_that_the_workflow_does_not_provide_for", principal_supersedes,
                                 [](EndingWorld& w) { w.workflow().supersede.reset(); }, reason_not_allowed},
                    DeniedEnding{"a_withdrawal_that_the_workflow_does_not_provide_for", department_withdraws,
                                 [](EndingWorld& w) { w.workflow().withdraw.reset(); }, reason_not_allowed},
                    DeniedEnding{"a_return_for_a_reason_of_another_act", principal_returns,
                                 [](EndingWorld& w) { w.approval().statement->ending->reason = "issued-in-error"; },
                                 reason_not_allowed},
                    DeniedEnding{"a_return_for_a_reason_of_another_step", department_returns,
                                 [](EndingWorld& w) { w.workflow().steps[2].returns = {"wrong-grade"}; },
                                 reason_not_allowed},
                    DeniedEnding{"a_withdrawal_for_two_reasons", department_withdraws,
                                 [](EndingWorld& w) { w.approval(1).statement->ending->reason = "wrong-grade"; },
                                 statement_mismatch}),
    denied_name);

INSTANTIATE_TEST_SUITE_P(
    People, DeniesEnding,
    testing::Values(
        DeniedEnding{"a_return_by_nobody", principal_returns, [](EndingWorld& w) { w.ending.approvals.clear(); },
                     approvals_missing},
        DeniedEnding{"a_return_by_two", principal_returns,
                     [](EndingWorld& w) { w.ending.approvals.push_back(w.approval()); }, approvals_missing},
        DeniedEnding{"a_withdrawal_by_one", department_withdraws, [](EndingWorld& w) { w.ending.approvals.pop_back(); },
                     approvals_missing},
        DeniedEnding{"a_withdrawal_by_one_person_twice", department_withdraws,
                     [](EndingWorld& w) { w.approval(1).certificate = w.approval(0).certificate; }, same_person},
        DeniedEnding{"a_withdrawal_by_one_person_with_two_certificates", department_withdraws,
                     [](EndingWorld& w) {
                       w.world.people.pop_back();
                       w.world.person("p-3").certificates.push_back(hash(6));
                     },
                     same_person},
        DeniedEnding{"a_withdrawal_by_two_who_signed_one_statement", department_withdraws,
                     [](EndingWorld& w) { w.approval(1).statement_hash = w.approval(0).statement_hash; },
                     statement_mismatch},
        DeniedEnding{"a_return_by_a_teacher", principal_returns,
                     [](EndingWorld& w) {
                       w.approval().certificate = hash(1);
                       w.approval().statement->role = "teacher";
                     },
                     wrong_role},
        DeniedEnding{"a_return_by_a_principal_of_yesterday", principal_returns,
                     [](EndingWorld& w) { w.world.person("p-2").roles[0].until = w.world.now; }, wrong_role},
        DeniedEnding{"a_return_by_the_principal_of_another_school", principal_returns,
                     [](EndingWorld& w) { w.world.person("p-2").roles[0].unit = "79760002"; }, wrong_role},
        DeniedEnding{"a_withdrawal_by_the_school", department_withdraws,
                     [](EndingWorld& w) { w.world.person("p-3").roles[0].unit = "79760001"; }, wrong_role},
        DeniedEnding{"a_supersession_outside_the_persons_scope", principal_supersedes,
                     [](EndingWorld& w) { w.world.person("p-2").roles[0].scope = "2025-2026.1A"; }, wrong_scope},
        DeniedEnding{"a_supersession_by_somebody_who_is_not_in_the_roster", principal_supersedes,
                     [](EndingWorld& w) { w.approval().certificate = hash(0x99); }, not_in_roster},
        DeniedEnding{"a_signature_that_does_not_hold", principal_supersedes,
                     [](EndingWorld& w) { w.approval().verification = Verification::signature_invalid; },
                     approval_invalid},
        DeniedEnding{"a_signature_that_nobody_verified", principal_supersedes,
                     [](EndingWorld& w) { w.approval().verification = Verification::unknown; }, approval_invalid},
        DeniedEnding{"a_certificate_that_is_revoked", principal_returns,
                     [](EndingWorld& w) { w.approval().verification = Verification::certificate_revoked; },
                     certificate_revoked},
        DeniedEnding{"a_certificate_that_nobody_could_look_up", principal_returns,
                     [](EndingWorld& w) { w.approval().verification = Verification::revocation_stale; },
                     revocation_stale}),
    denied_name);

INSTANTIATE_TEST_SUITE_P(
    Statement, DeniesEnding,
    testing::Values(
        DeniedEnding{"a_statement_that_does_not_parse", principal_returns,
                     [](EndingWorld& w) { w.approval().statement.reset(); }, statement_mismatch},
        DeniedEnding{"an_approval_of_the_step", principal_returns,
                     [](EndingWorld& w) { w.approval().statement->ending.reset(); }, statement_mismatch},
        DeniedEnding{"a_supersession_shown_as_a_withdrawal", department_withdraws,
                     [](EndingWorld& w) { w.approval().statement->ending->act = Act::superseded; }, statement_mismatch},
        DeniedEnding{"another_log", principal_returns, [](EndingWorld& w) { w.approval().statement->log = "other"; },
                     statement_mismatch},
        DeniedEnding{"another_policy", principal_returns,
                     [](EndingWorld& w) { w.approval().statement->policy = hash(0x91); }, statement_mismatch},
        DeniedEnding{"another_unit", principal_returns,
                     [](EndingWorld& w) { w.approval().statement->unit = "79760002"; }, statement_mismatch},
        DeniedEnding{"another_kind", principal_returns, [](EndingWorld& w) { w.approval().statement->kind = "other"; },
                     statement_mismatch},
        DeniedEnding{"another_record", principal_supersedes,
                     [](EndingWorld& w) { w.approval().statement->record = "1.other"; }, statement_mismatch},
        DeniedEnding{"another_revision", principal_supersedes,
                     [](EndingWorld& w) { w.approval().statement->revision = 2; }, statement_mismatch},
        DeniedEnding{"another_step", principal_returns,
                     [](EndingWorld& w) { w.approval().statement->step = "department"; }, statement_mismatch},
        DeniedEnding{"another_document", principal_supersedes,
                     [](EndingWorld& w) { w.approval().statement->digest = document(9); }, statement_mismatch},
        DeniedEnding{"another_entry_before", principal_supersedes,
                     [](EndingWorld& w) { w.approval().statement->previous = hash(0x72); }, statement_mismatch},
        DeniedEnding{"no_entry_before", principal_supersedes,
                     [](EndingWorld& w) { w.approval().statement->previous.reset(); }, statement_mismatch},
        DeniedEnding{"one_that_expires_now", principal_supersedes,
                     [](EndingWorld& w) { w.approval().statement->expires = w.world.now; }, approval_expired}),
    denied_name);

TEST(Ending, a_repeat_is_known_by_its_act_and_its_statements_alone) {
  auto world = department_withdraws();
  world.world.facts.ending = {Act::withdrawn, {hash(0x46), hash(0x43)}, hash(0x61)};
  world.world.people.clear();
  world.workflow().withdraw.reset();
  for (auto& approval : world.ending.approvals) {
    approval.verification = Verification::unknown;
    approval.statement.reset();
  }
  const auto decision = world.decide();
  const auto* repeat = std::get_if<Repeat>(&decision);
  ASSERT_NE(repeat, nullptr) << static_cast<int>(reason(decision));
  EXPECT_EQ(repeat->status, StepStatus::done);
  world.world.policy.systems.at("school-79760001").grants = {Grant::audit_own};
  EXPECT_EQ(reason(world.decide()), no_grant);
}

TEST(Ending, it_says_everything_that_the_log_needs) {
  const auto world = principal_returns();
  const auto decision = world.decide();
  const auto& what = std::get<EndingApproval>(decision).what();
  EXPECT_EQ(what.system, "school-79760001");
  EXPECT_EQ(what.unit, "79760001");
  EXPECT_EQ(what.kind, "hoc-ba");
  EXPECT_EQ(what.record, "1.9tq2");
  EXPECT_EQ(what.revision, 1U);
  EXPECT_EQ(what.act, Act::returned);
  EXPECT_EQ(what.step, "principal");
  EXPECT_EQ(what.reason, "wrong-grade");
  EXPECT_EQ(what.digest, document(0xD0));
  EXPECT_EQ(what.rule, "hoc-ba/principal:return");
  EXPECT_EQ(what.policy, world.world.policy.digest);
  ASSERT_EQ(what.people.size(), 1U);
  EXPECT_EQ(what.people[0].person, "p-2");
  EXPECT_EQ(std::get<EndingApproval>(principal_supersedes().decide()).what().rule, "hoc-ba:supersede");
  EXPECT_EQ(std::get<EndingApproval>(department_withdraws().decide()).what().rule, "hoc-ba:withdraw");
}

}  // namespace
}  // namespace antin::policy
