// Every reason that the rules have, by a switch without default: one that has no case does not build. Each case is
// asked at the edge of its rule, where it is allowed, and one step beyond.
#include "tests/unit/policy/reason_cases.hpp"

#include <gtest/gtest.h>

namespace antin::policy {
namespace {

// More than there ever will be: what is no reason has no case.
constexpr int beyond_all = 256;

template <class Trial>
auto decision_of(const Trial& trial) {
  auto world = trial.world();
  trial.change(world);
  return world.decide();
}

void expect_met(const ReasonCase& one, DenialReason expected) {
  EXPECT_TRUE(std::holds_alternative<Approval>(decision_of(one.allowed))) << "reason " << static_cast<int>(expected);
  EXPECT_EQ(static_cast<int>(reason(decision_of(one.denied))), static_cast<int>(expected));
}

TEST(Reasons, each_of_a_step_is_met_one_step_beyond_what_is_allowed) {
  int met = 0;
  for (int number = 0; number < beyond_all; ++number) {
    const auto one = case_of(static_cast<DenialReason>(number));
    if (!one) continue;
    expect_met(*one, static_cast<DenialReason>(number));
    ++met;
  }
  EXPECT_GT(met, 0);
}

TEST(Reasons, that_several_rules_share_are_met_by_each_of_them) {
  for (const auto& [reason, one] : cases_of_rules_beside()) expect_met(one, reason);
}

TEST(Reasons, each_of_an_ending_is_met_one_step_beyond_what_is_allowed) {
  int met = 0;
  for (int number = 0; number < beyond_all; ++number) {
    const auto one = ending_case_of(static_cast<DenialReason>(number));
    if (!one) continue;
    EXPECT_TRUE(std::holds_alternative<EndingApproval>(decision_of(one->allowed))) << "reason " << number;
    EXPECT_EQ(static_cast<int>(reason(decision_of(one->denied))), number);
    ++met;
  }
  EXPECT_GT(met, 0);
}

TEST(Reasons, each_of_a_roster_change_is_met_one_step_beyond_what_is_allowed) {
  int met = 0;
  for (int number = 0; number < beyond_all; ++number) {
    const auto one = registration_case_of(static_cast<DenialReason>(number));
    if (!one) continue;
    EXPECT_TRUE(std::holds_alternative<Registration>(decision_of(one->allowed))) << "reason " << number;
    EXPECT_EQ(static_cast<int>(reason(decision_of(one->denied))), number);
    ++met;
  }
  EXPECT_GT(met, 0);
}

TEST(Reasons, each_is_of_a_step_of_an_ending_or_of_a_roster_change) {
  const auto is_met = [](DenialReason reason) {
    return case_of(reason) || ending_case_of(reason) || registration_case_of(reason);
  };
  for (int number = 1; number < beyond_all; ++number) {
    const bool has_successor = is_met(static_cast<DenialReason>(number + 1));
    EXPECT_TRUE(is_met(static_cast<DenialReason>(number)) || !has_successor) << "reason " << number;
  }
}

}  // namespace
}  // namespace antin::policy
