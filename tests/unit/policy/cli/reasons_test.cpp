#include "policy/cli/reasons.hpp"

#include <gtest/gtest.h>

#include <set>

#include "client/protocol/errors.hpp"

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

TEST(Reasons, each_belongs_to_one_rule) {
  std::multiset<DenialReason> all;
  for (const auto& rule : rules_in_order()) all.insert(rule.reasons.begin(), rule.reasons.end());
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

TEST(Reasons, come_in_the_order_in_which_the_rules_are_asked) {
  EXPECT_EQ(rules_before(DenialReason::no_grant), 0U);
  EXPECT_LT(rules_before(DenialReason::window_closed), rules_before(DenialReason::quota_exceeded));
  EXPECT_LT(rules_before(DenialReason::quota_exceeded), rules_before(DenialReason::approval_invalid));
  EXPECT_EQ(rules_before(DenialReason::no_seal_key), rules_in_order().size() - 1);
  EXPECT_EQ(rules_before(DenialReason::unknown), rules_in_order().size());
}

}  // namespace
}  // namespace antin::policy::cli
