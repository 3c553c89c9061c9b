// Every reason to refuse that lies in the approvals and the people, one change away from a submission that is approved.
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

class ApprovalDenials : public testing::TestWithParam<Denied> {};

TEST_P(ApprovalDenials, of) {
  auto world = GetParam().world();
  ASSERT_TRUE(std::holds_alternative<Approval>(world.decide()));
  GetParam().change(world);
  const auto decision = world.decide();
  const auto* denial = std::get_if<Denial>(&decision);
  ASSERT_NE(denial, nullptr);
  EXPECT_EQ(denial->reason, GetParam().expected);
  EXPECT_EQ(denial->system, world.submission.system);
  EXPECT_EQ(denial->rule, "hoc-ba/" + world.submission.step);
}

INSTANTIATE_TEST_SUITE_P(Count, ApprovalDenials,
                         testing::Values(Denied{"no_approval", principal_submits,
                                                [](World& w) { w.submission.approvals.clear(); }, approvals_missing},
                                         Denied{"one_approval_of_two", principal_submits,
                                                [](World& w) { w.step("principal").approvers = 2; }, approvals_missing},
                                         Denied{"one_approval_too_many", principal_submits,
                                                [](World& w) { w.submission.approvals.push_back(w.approval()); },
                                                approvals_missing},
                                         Denied{"no_approval_where_a_broken_policy_asks_for_none", principal_submits,
                                                [](World& w) {
                                                  w.step("principal").approvers = 0;
                                                  w.submission.approvals.clear();
                                                },
                                                approvals_missing}),
                         name_of);

template <Verification found>
void verified_as(World& world) {
  world.approval().verification = found;
}

INSTANTIATE_TEST_SUITE_P(
    Verification, ApprovalDenials,
    testing::Values(Denied{"nobody_verified", principal_submits, verified_as<Verification::unknown>, approval_invalid},
                    Denied{"malformed", principal_submits, verified_as<Verification::malformed>, approval_invalid},
                    Denied{"a_signature_that_does_not_hold", principal_submits,
                           verified_as<Verification::signature_invalid>, approval_invalid},
                    Denied{"a_forged_certificate", principal_submits, verified_as<Verification::certificate_untrusted>,
                           certificate_untrusted},
                    Denied{"an_expired_certificate", principal_submits, verified_as<Verification::certificate_expired>,
                           certificate_expired},
                    Denied{"a_revoked_certificate", principal_submits, verified_as<Verification::certificate_revoked>,
                           certificate_revoked},
                    Denied{"stale_revocation_data", principal_submits, verified_as<Verification::revocation_stale>,
                           revocation_stale},
                    Denied{"a_step_of_unknown_proof", principal_submits,
                           [](World& w) { w.step("principal").proof = Proof::unknown; }, approval_invalid}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Statement, ApprovalDenials,
    testing::Values(Denied{"no_statement", principal_submits, [](World& w) { w.approval().statement.reset(); },
                           statement_mismatch},
                    Denied{"another_log", principal_submits, [](World& w) { w.approval().statement->log += "x"; },
                           statement_mismatch},
                    Denied{"another_unit", principal_submits,
                           [](World& w) { w.approval().statement->unit = "79760002"; }, statement_mismatch},
                    Denied{"the_acting_unit_instead_of_the_records", department_submits,
                           [](World& w) { w.approval().statement->unit = "79"; }, statement_mismatch},
                    Denied{"another_kind", principal_submits, [](World& w) { w.approval().statement->kind = "x"; },
                           statement_mismatch},
                    Denied{"another_record", principal_submits,
                           [](World& w) { w.approval().statement->record = "1.x"; }, statement_mismatch},
                    Denied{"another_revision", principal_submits,
                           [](World& w) { w.approval().statement->revision = 2; }, statement_mismatch},
                    Denied{"another_step", principal_submits,
                           [](World& w) { w.approval().statement->step = "teacher"; }, statement_mismatch},
                    Denied{"another_digest", principal_submits,
                           [](World& w) { w.approval().statement->digest = document(9); }, statement_mismatch},
                    Denied{"another_step_before", principal_submits,
                           [](World& w) { w.approval().statement->previous = hash(9); }, statement_mismatch},
                    Denied{"no_step_before", principal_submits,
                           [](World& w) { w.approval().statement->previous.reset(); }, statement_mismatch},
                    Denied{"a_step_before_the_first", teacher_submits,
                           [](World& w) { w.approval().statement->previous = hash(9); }, statement_mismatch},
                    Denied{"no_ending_before_a_second_revision", teacher_submits_again,
                           [](World& w) { w.approval().statement->previous.reset(); }, statement_mismatch},
                    Denied{"another_ending_before_a_second_revision", teacher_submits_again,
                           [](World& w) { w.approval().statement->previous = hash(9); }, statement_mismatch},
                    Denied{"a_statement_that_returns_the_step_instead", principal_submits,
                           [](World& w) {
                             w.approval().statement->ending = {base::Act::returned, "wrong-grade"};
                           },
                           statement_mismatch},
                    Denied{"the_leaf_of_the_step_before_the_one_before", department_submits,
                           [](World& w) { w.approval().statement->previous = hash(0x71); }, statement_mismatch},
                    Denied{"another_policy", principal_submits,
                           [](World& w) { w.approval().statement->policy = hash(9); }, statement_mismatch},
                    Denied{"a_statement_that_expires_now", principal_submits,
                           [](World& w) { w.approval().statement->expires = w.now; }, approval_expired},
                    Denied{"a_role_that_the_step_does_not_take", principal_submits,
                           [](World& w) { w.approval().statement->role = "teacher"; }, wrong_role}),
    name_of);

void two_principals(World& world) {
  world.step("principal").approvers = 2;
  auto other = world.person("p-2");
  other.id = "p-4";
  other.certificates = {hash(4)};
  world.people.push_back(other);
  world.submission.approvals.push_back(approval_by(world, "principal", std::nullopt, 4));
}

INSTANTIATE_TEST_SUITE_P(
    People, ApprovalDenials,
    testing::Values(Denied{"someone_whom_the_roster_does_not_have", principal_submits,
                           [](World& w) { w.approval().certificate = hash(9); }, not_in_roster},
                    Denied{"a_teacher_who_says_to_be_the_principal", principal_submits,
                           [](World& w) { w.approval().certificate = hash(1); }, wrong_role},
                    Denied{"a_principal_of_another_school", principal_submits,
                           [](World& w) { w.person("p-2").roles[0].unit = "79760002"; }, wrong_role},
                    Denied{"a_leader_of_the_school_for_the_departments_step", department_submits,
                           [](World& w) { w.person("p-3").roles[0].unit = "79760001"; }, wrong_role},
                    Denied{"a_role_that_begins_later", principal_submits,
                           [](World& w) { w.person("p-2").roles[0].from = w.now + 1ms; }, wrong_role},
                    Denied{"a_role_that_ends_now", principal_submits,
                           [](World& w) { w.person("p-2").roles[0].until = w.now; }, wrong_role},
                    Denied{"a_person_without_roles", principal_submits, [](World& w) { w.person("p-2").roles.clear(); },
                           wrong_role},
                    Denied{"a_teacher_of_another_class", teacher_submits,
                           [](World& w) { w.approval().statement->scope = "2025-2026.1B"; }, wrong_scope},
                    Denied{"a_teacher_of_a_class_who_signs_for_every_class", teacher_submits,
                           [](World& w) { w.approval().statement->scope.reset(); }, wrong_scope},
                    Denied{"a_teacher_whose_role_for_that_class_ended", teacher_submits,
                           [](World& w) {
                             auto other_class = w.person("p-1").roles[0];
                             other_class.scope = "2025-2026.1B";
                             w.person("p-1").roles[0].until = w.now;
                             w.person("p-1").roles.push_back(other_class);
                           },
                           wrong_scope},
                    Denied{"the_teacher_as_principal_too", principal_submits,
                           [](World& w) {
                             auto role = w.person("p-2").roles[0];
                             w.person("p-1").roles.push_back(role);
                             w.approval().certificate = hash(1);
                           },
                           same_person},
                    Denied{"the_teacher_with_a_second_certificate", principal_submits,
                           [](World& w) {
                             w.person("p-1").certificates.push_back(hash(8));
                             w.person("p-1").roles.push_back(w.person("p-2").roles[0]);
                             w.approval().certificate = hash(8);
                           },
                           same_person},
                    Denied{"the_teacher_as_department_leader", department_submits,
                           [](World& w) {
                             w.person("p-1").roles.push_back(w.person("p-3").roles[0]);
                             w.approval().certificate = hash(1);
                           },
                           same_person},
                    Denied{"one_principal_twice", principal_submits,
                           [](World& w) {
                             w.step("principal").approvers = 2;
                             w.submission.approvals.push_back(w.approval());
                           },
                           same_person},
                    Denied{"one_principal_with_two_certificates", principal_submits,
                           [](World& w) {
                             w.step("principal").approvers = 2;
                             w.person("p-2").certificates.push_back(hash(8));
                             w.submission.approvals.push_back(approval_by(w, "principal", std::nullopt, 8));
                           },
                           same_person},
                    Denied{"two_principals_who_signed_one_statement", principal_submits,
                           [](World& w) {
                             two_principals(w);
                             w.approval(1).statement_hash = w.approval(0).statement_hash;
                           },
                           statement_mismatch},
                    Denied{"the_first_and_the_last_of_three_with_one_statement", principal_submits,
                           [](World& w) {
                             two_principals(w);
                             w.step("principal").approvers = 3;
                             w.people.push_back({"p-5", {hash(5)}, w.person("p-2").roles});
                             w.submission.approvals.push_back(approval_by(w, "principal", std::nullopt, 5));
                             w.approval(2).statement_hash = w.approval(0).statement_hash;
                           },
                           statement_mismatch},
                    Denied{"a_second_approval_that_does_not_hold", principal_submits,
                           [](World& w) {
                             two_principals(w);
                             w.approval(1).verification = Verification::signature_invalid;
                           },
                           approval_invalid}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Standing, ApprovalDenials,
    testing::Values(
        Denied{"a_teacher_revoked_since", principal_submits,
               [](World& w) { w.facts.steps[0].standing = {Verification::certificate_revoked}; }, certificate_revoked},
        Denied{"a_teacher_revoked_since_at_the_last_step", department_submits,
               [](World& w) {
                 w.facts.steps[0].standing = {Verification::valid, Verification::certificate_revoked};
               },
               certificate_revoked},
        Denied{"stale_data_about_the_teacher", principal_submits,
               [](World& w) { w.facts.steps[0].standing = {Verification::revocation_stale}; }, revocation_stale},
        Denied{"an_earlier_approver_whose_authority_is_not_believed_any_more", principal_submits,
               [](World& w) { w.facts.steps[0].standing = {Verification::certificate_untrusted}; }, revocation_stale},
        Denied{"a_teacher_whose_certificate_cannot_be_read_any_more", principal_submits,
               [](World& w) { w.facts.steps[0].standing = {Verification::malformed}; }, revocation_stale},
        Denied{"a_teacher_whose_authority_is_too_weak_to_be_asked", principal_submits,
               [](World& w) { w.facts.steps[0].standing = {Verification::signature_invalid}; }, revocation_stale},
        Denied{"a_teacher_of_whom_nobody_could_say", principal_submits,
               [](World& w) { w.facts.steps[0].standing = {Verification::unknown}; }, revocation_stale}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Vouching, ApprovalDenials,
    testing::Values(Denied{"a_systems_word_where_a_signature_is_asked_for", system_vouches,
                           [](World& w) { w.step("teacher").proof = Proof::certificate; }, statement_mismatch},
                    Denied{"a_systems_word_for_a_seal", principal_submits,
                           [](World& w) {
                             w.approval().statement->vouched = Vouching{w.submission.system, "p-2"};
                             w.approval().certificate = hash(the_systems_certificate);
                           },
                           statement_mismatch},
                    Denied{"a_persons_signature_where_a_systems_word_is_asked_for", teacher_submits,
                           [](World& w) { w.step("teacher").proof = Proof::vouched; }, statement_mismatch},
                    Denied{"the_word_of_another_system", system_vouches,
                           [](World& w) { w.approval().statement->vouched->system = "school-79760002"; },
                           statement_mismatch},
                    Denied{"the_word_of_a_system_with_another_certificate", system_vouches,
                           [](World& w) { w.approval().certificate = hash(0x51); }, certificate_untrusted},
                    Denied{"a_systems_word_signed_by_the_person", system_vouches,
                           [](World& w) { w.approval().certificate = hash(1); }, certificate_untrusted},
                    Denied{"a_systems_word_for_nobody_in_the_roster", system_vouches,
                           [](World& w) { w.approval().statement->vouched->person = "p-9"; }, not_in_roster},
                    Denied{"a_systems_word_for_a_person_without_the_role", system_vouches,
                           [](World& w) { w.approval().statement->vouched->person = "p-2"; }, wrong_role},
                    Denied{"a_systems_word_for_a_teacher_of_another_class", system_vouches,
                           [](World& w) { w.approval().statement->scope = "2025-2026.1B"; }, wrong_scope},
                    Denied{"a_systems_word_for_somebody_suspended", system_vouches,
                           [](World& w) { w.person("p-1").suspended = {"79760001"}; }, person_suspended},
                    Denied{"a_systems_word_for_one_person_twice", system_vouches,
                           [](World& w) {
                             w.step("teacher").approvers = 2;
                             w.submission.approvals.push_back(w.approval());
                             w.approval(1).statement_hash = hash(0x99);
                           },
                           same_person},
                    Denied{"a_vouching_system_that_was_revoked_since", principal_submits,
                           [](World& w) {
                             w.step("teacher").proof = Proof::vouched;
                             w.facts.steps[0].standing = {Verification::certificate_revoked};
                           },
                           certificate_revoked}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    SealKey, ApprovalDenials,
    testing::Values(
        Denied{"a_unit_without_keys", principal_submits, [](World& w) { w.policy.keys.clear(); }, no_seal_key},
        Denied{"a_unit_without_a_key_of_that_use", principal_submits,
               [](World& w) { w.step("principal").seal = "diploma"; }, no_seal_key},
        Denied{"a_key_of_another_purpose", principal_submits,
               [](World& w) { w.policy.keys.at("seal/79760001/school/2026.1").purpose = KeyPurpose::time; },
               no_seal_key},
        Denied{"a_key_of_another_owner", principal_submits,
               [](World& w) { w.policy.keys.at("seal/79760001/school/2026.1").owner = "79760002"; }, no_seal_key},
        Denied{"the_schools_key_for_the_departments_step", department_submits,
               [](World& w) { w.step("department").seal = "school"; }, no_seal_key}),
    name_of);

}  // namespace
}  // namespace antin::policy
