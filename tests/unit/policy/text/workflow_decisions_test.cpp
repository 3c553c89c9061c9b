// From text to decision: every key of workflow.toml, as it is written, lets one thing pass and stops another; and kinds
// side by side, each by a workflow of its own with as many steps as it needs.
#include <gtest/gtest.h>

#include "tests/unit/policy/text/bundle.hpp"
#include "tests/unit/policy/text/every_key.hpp"
#include "tests/unit/policy/text/workflow_cases.hpp"

namespace antin::policy::text {
namespace {

static_assert(every_key<KeyDecides>());

std::map<std::string, Workflow> workflows_of(std::string_view text, const Edit& edit = as_it_is) {
  auto files = small_bundle();
  put(files, "workflow.toml", text);
  change(files, "workflow.toml", edit.from, edit.to);
  auto rules = parse(files, certificates_named_in(small_bundle()));
  if (!rules) ADD_FAILURE() << print(rules.error());
  return rules ? std::move(rules->policy.workflows) : std::map<std::string, Workflow>();
}

Policy& policy_of(World& world) { return world.policy; }
Policy& policy_of(EndingWorld& world) { return world.world.policy; }

template <class World>
DenialReason asked(const Asked<World>& asked) {
  auto world = asked.world();
  policy_of(world).workflows = workflows_of(workflow_of_the_world, asked.edit);
  return reason(world.decide());
}

template <class Cases>
void expect_each(const Cases& cases) {
  for (const auto& one : cases) {
    const auto name = std::string(grammar_of(one.place).path) + " " + std::string(one.key);
    EXPECT_EQ(static_cast<int>(asked(one.allowed)), static_cast<int>(DenialReason::unknown)) << name;
    EXPECT_EQ(static_cast<int>(asked(one.denied)), static_cast<int>(one.reason)) << name;
  }
}

TEST(WorkflowKeys, each_decides_what_it_says_about_a_step) { expect_each(step_cases); }
TEST(WorkflowKeys, each_decides_what_it_says_about_an_ending) { expect_each(ending_cases); }

constexpr std::string_view three_kinds = R"([[workflow]]
kind = "hoc-ba"
digest = ["sha256"]
[[workflow.step]]
name = "teacher"
role = ["teacher"]
[[workflow.step]]
name = "principal"
role = ["principal"]
seal = "school"
formats = ["cades"]
[[workflow]]
kind = "chuyen-truong"
digest = ["sha256"]
[[workflow.step]]
name = "deputies"
role = ["principal"]
approvers = 2
seal = "school"
formats = ["cades"]
[[workflow]]
kind = "trich-luc"
digest = ["sha256"]
[[workflow.step]]
name = "clerk"
role = ["teacher"]
[[workflow.step]]
name = "check"
role = ["principal"]
[[workflow.step]]
name = "deputies"
role = ["principal"]
approvers = 2
[[workflow.step]]
name = "department"
role = ["department-leader"]
unit = "parent"
[[workflow.step]]
name = "seal"
role = ["principal"]
seal = "school"
formats = ["cades"]
)";

// Seven people: a teacher, five principals, a leader. Who approves step after step, and what comes of each.
class ThreeKinds : public ::testing::Test {
 protected:
  ThreeKinds() : world(teacher_submits()) {
    world.policy.workflows = workflows_of(three_kinds);
    for (std::uint8_t i = 4; i <= 7; ++i)
      world.people.push_back({"p-" + std::to_string(i), {hash(i)}, world.person("p-2").roles});
  }

  DenialReason submit(const std::string& kind, const std::string& step, const std::vector<std::uint8_t>& people) {
    world.submission.kind = kind;
    world.submission.step = step;
    world.submission.approvals.clear();
    for (const auto person : people) {
      const auto& role = world.person("p-" + std::to_string(person)).roles[0];
      world.submission.approvals.push_back(approval_by(world, role.role, role.scope, person));
    }
    const auto decision = world.decide();
    if (const auto* approval = std::get_if<Approval>(&decision)) {
      StepFacts done{step, StepStatus::done, world.submission.digest, {}, {}, hash(++m_leaf), world.now};
      for (const auto& approved : approval->what().people) done.people.push_back(approved.person);
      world.facts.steps.push_back(done);
    }
    return reason(decision);
  }

  World world;
  std::uint8_t m_leaf = 0x70;
};

TEST_F(ThreeKinds, each_goes_its_own_way) {
  using enum DenialReason;
  EXPECT_EQ(submit("chuyen-truong", "teacher", {1}), unknown_step) << "a step of another kind";
  EXPECT_EQ(submit("chuyen-truong", "deputies", {2, 4}), unknown);
  world.facts = {};
  EXPECT_EQ(submit("hoc-ba", "deputies", {2, 4}), unknown_step);
  EXPECT_EQ(submit("hoc-ba", "teacher", {1}), unknown);
  EXPECT_EQ(submit("hoc-ba", "principal", {2}), unknown);
}

TEST_F(ThreeKinds, five_steps_are_filled_in_their_order_by_six_people) {
  using enum DenialReason;
  EXPECT_EQ(submit("trich-luc", "seal", {2}), out_of_order);
  EXPECT_EQ(submit("trich-luc", "clerk", {1}), unknown);
  EXPECT_EQ(submit("trich-luc", "deputies", {4, 5}), out_of_order);
  EXPECT_EQ(submit("trich-luc", "check", {2}), unknown);
  EXPECT_EQ(submit("trich-luc", "deputies", {4}), approvals_missing);
  EXPECT_EQ(submit("trich-luc", "deputies", {4, 5, 6}), approvals_missing);
  EXPECT_EQ(submit("trich-luc", "deputies", {2, 5}), same_person) << "p-2 has filled a step before";
  EXPECT_EQ(submit("trich-luc", "deputies", {4, 6}), unknown) << "any two of those who hold the role";
  EXPECT_EQ(submit("trich-luc", "department", {3}), unknown);
  EXPECT_EQ(submit("trich-luc", "seal", {6}), same_person);
  EXPECT_EQ(submit("trich-luc", "seal", {7}), unknown);
}

}  // namespace
}  // namespace antin::policy::text
