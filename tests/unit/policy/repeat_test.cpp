// Invariant 4: who was given a seal, or waits for one, gets that outcome again, whatever has changed since.
#include <gtest/gtest.h>

#include "tests/unit/policy/world.hpp"

namespace antin::policy {
namespace {

using namespace std::chrono_literals;

void expect_repeat(const World& world, StepStatus expected) {
  const auto decision = world.decide();
  const auto* repeat = std::get_if<Repeat>(&decision);
  ASSERT_NE(repeat, nullptr) << static_cast<int>(reason(decision));
  EXPECT_EQ(repeat->status, expected);
}

TEST(Repeats, a_done_step_is_answered_with_its_outcome) { expect_repeat(department_has_sealed(), StepStatus::done); }

TEST(Repeats, an_open_step_is_waited_for) {
  auto world = department_has_sealed();
  world.facts.steps.back().status = StepStatus::open;
  expect_repeat(world, StepStatus::open);
}

TEST(Repeats, an_earlier_step_of_a_complete_revision_is_answered_too) {
  auto world = department_has_sealed();
  world.submission.step = "teacher";
  expect_repeat(world, StepStatus::done);
}

TEST(Repeats, approvals_are_not_looked_at) {
  auto world = department_has_sealed();
  world.approval().verification = Verification::signature_invalid;
  expect_repeat(world, StepStatus::done);
  world.submission.approvals.clear();
  expect_repeat(world, StepStatus::done);
}

TEST(Repeats, nothing_that_changes_with_time_stands_in_the_way) {
  auto world = department_has_sealed();
  auto& step = world.step("department");
  step.window = {world.now - 2h, world.now - 1h};
  step.max_age = 1s;
  step.quota = 0;
  world.facts.done_this_year = 1;
  for (auto& known : world.facts.steps) known.standing = {Verification::certificate_revoked};
  world.people.clear();
  world.policy.keys.clear();
  world.policy.units.at("79760001").parent.reset();
  expect_repeat(world, StepStatus::done);
}

TEST(Repeats, the_order_of_steps_and_revisions_is_not_asked_again) {
  auto world = department_has_sealed();
  world.submission.revision = 2;
  world.facts.ending_before.reset();
  world.facts.steps.erase(world.facts.steps.begin());
  expect_repeat(world, StepStatus::done);
}

TEST(Repeats, a_done_step_of_a_revision_that_has_ended_is_answered_still) {
  auto world = department_has_sealed();
  for (const auto act : base::acts) {
    world.facts.ending = {act, {}, hash(0x61)};
    expect_repeat(world, StepStatus::done);
  }
}

TEST(Repeats, only_a_system_with_the_grant_gets_the_outcome) {
  auto world = department_has_sealed();
  world.policy.systems.at("school-79760001").grants = {Grant::audit_own};
  EXPECT_EQ(reason(world.decide()), DenialReason::no_grant);
}

TEST(Repeats, a_digest_or_format_that_is_not_allowed_is_refused_first) {
  auto world = department_has_sealed();
  world.submission.formats = {Format::unknown};
  EXPECT_EQ(reason(world.decide()), DenialReason::format_not_allowed);
  world.submission.formats.clear();
  world.policy.workflows.at("hoc-ba").digests = {base::DigestAlgorithm::sha384};
  EXPECT_EQ(reason(world.decide()), DenialReason::digest_not_allowed);
}

TEST(Repeats, another_digest_is_no_repeat) {
  auto world = department_has_sealed();
  world.submission.digest = document(9);
  EXPECT_EQ(reason(world.decide()), DenialReason::already_sealed);
}

}  // namespace
}  // namespace antin::policy
