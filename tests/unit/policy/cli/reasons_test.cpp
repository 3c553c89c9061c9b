#include "policy/cli/reasons.hpp"

#include <gtest/gtest.h>

#include <set>

#include "client/protocol/errors.hpp"
#include "tests/unit/policy/reason_cases.hpp"

namespace antin::policy::cli {
namespace {

constexpr int last = static_cast<int>(DenialReason::stopped);

TEST(Reasons, each_has_the_name_that_the_log_gives_it) {
  std::set<std::string_view> names;
  for (int i = 1; i <= last; ++i) {
    const auto name = code_of(static_cast<DenialReason>(i));
    EXPECT_NE(protocol::code_from_name(name), protocol::Code::unknown) << name;
    EXPECT_TRUE(names.insert(name).second) << name;
  }
}

std::multiset<DenialReason> reasons_in(const Rules& rules) {
  std::multiset<DenialReason> all;
  for (const auto& rule : rules) all.insert(rule.reasons.begin(), rule.reasons.end());
  return all;
}

TEST(Reasons, each_belongs_to_one_rule) {
  auto all = reasons_in(rules_of_steps());
  // No rule of a step, but of what ends a revision, and of the roster.
  const auto add = [&all](DenialReason other) {
    EXPECT_EQ(all.count(other), 0U);
    all.insert(other);
  };
  add(DenialReason::reason_not_allowed);
  for (int i = static_cast<int>(DenialReason::not_registrable); i <= static_cast<int>(DenialReason::not_applicable);
       ++i)
    add(static_cast<DenialReason>(i));
  for (int i = 1; i <= last; ++i) EXPECT_EQ(all.count(static_cast<DenialReason>(i)), 1U) << i;
  EXPECT_EQ(all.size(), static_cast<std::size_t>(last));
}

TEST(Reasons, against_the_end_of_a_revision_belong_to_one_rule_each) {
  const auto all = reasons_in(rules_of_endings(true));
  for (int i = 1; i <= last; ++i) {
    const auto reason = static_cast<DenialReason>(i);
    EXPECT_EQ(all.count(reason), ending_case_of(reason) ? 1U : 0U) << code_of(reason);
  }
  const auto* nobody = rule_of(rules_of_endings(false), "REASON_NOT_ALLOWED");
  EXPECT_EQ(nobody, &rules_of_endings(false).back()) << "nothing is asked after it";
}

TEST(Reasons, come_in_the_order_in_which_the_rules_are_asked) {
  const auto& steps = rules_of_steps();
  const auto at = [&](DenialReason reason) { return rule_of(steps, code_of(reason)) - steps.data(); };
  EXPECT_EQ(at(DenialReason::no_grant), 0);
  EXPECT_LT(at(DenialReason::window_closed), at(DenialReason::quota_exceeded));
  EXPECT_LT(at(DenialReason::quota_exceeded), at(DenialReason::approval_invalid));
  EXPECT_EQ(at(DenialReason::no_seal_key), static_cast<std::ptrdiff_t>(steps.size()) - 1);
  EXPECT_EQ(rule_of(steps, code_of(DenialReason::reason_not_allowed)), nullptr);
}

TEST(Reasons, can_be_asked_again_where_the_entry_holds_all_that_they_rest_on) {
  for (const auto* code : {"NO_GRANT", "OUT_OF_ORDER", "STOPPED", "REVISION_ENDED"}) {
    EXPECT_TRUE(can_be_asked_again(rules_of_steps(), code)) << code;
    EXPECT_TRUE(can_be_asked_again(rules_of_endings(true), code)) << code;
  }
  for (const auto* code : {"FORMAT_NOT_ALLOWED", "APPROVALS_MISSING", "WRONG_ROLE", "REASON_NOT_ALLOWED", "OTHER"}) {
    EXPECT_FALSE(can_be_asked_again(rules_of_steps(), code)) << code;
    EXPECT_FALSE(can_be_asked_again(rules_of_endings(true), code)) << code;
  }
}

}  // namespace
}  // namespace antin::policy::cli
