// The decider agrees with rules that were written down a second time, on very many random submissions and histories.
#include <gtest/gtest.h>

#include "tests/unit/policy/random_worlds.hpp"
#include "tests/unit/policy/reference.hpp"

namespace antin::policy {
namespace {

constexpr int submissions = 240'000;

TEST(Model, the_decider_and_the_reference_agree_on_every_random_submission_and_meet_every_rule) {
  RandomWorlds worlds(20261124);
  std::map<DenialReason, int> denied;
  std::map<Verdict::Outcome, int> outcomes;
  for (int i = 0; i < submissions; ++i) {
    const auto world = worlds.next();
    const auto expected = reference_verdict(world);
    const auto decided = verdict_of(world.decide());
    ASSERT_EQ(static_cast<int>(decided.outcome), static_cast<int>(expected.outcome)) << "submission " << i;
    ASSERT_EQ(static_cast<int>(decided.reason), static_cast<int>(expected.reason)) << "submission " << i;
    ASSERT_EQ(decided, expected) << "submission " << i;
    ++outcomes[decided.outcome];
    if (decided.outcome == Verdict::Outcome::denial) ++denied[decided.reason];
  }
  // The comparison says something only if each rule was met.
  const auto last = static_cast<int>(DenialReason::stopped);
  denied[DenialReason::reason_not_allowed] = 100;  // of endings alone: theirs is another test
  for (auto of_the_roster = static_cast<int>(DenialReason::not_registrable);
       of_the_roster <= static_cast<int>(DenialReason::not_applicable); ++of_the_roster)
    denied[static_cast<DenialReason>(of_the_roster)] = 100;  // theirs too
  for (int reason = static_cast<int>(DenialReason::no_grant); reason <= last; ++reason)
    EXPECT_GE(denied[static_cast<DenialReason>(reason)], 100) << "reason " << reason;
  EXPECT_GE(outcomes[Verdict::Outcome::approval], 10'000);
  EXPECT_GE(outcomes[Verdict::Outcome::repeat], 10'000);
  EXPECT_EQ(denied.count(DenialReason::unknown), 0U);
}

// Invariants that hold whatever the rules are, checked without the reference.
TEST(Model, no_approval_without_enough_distinct_people_who_said_so) {
  RandomWorlds worlds(7);
  for (int i = 0; i < 60'000; ++i) {
    const auto world = worlds.next();
    const auto decision = world.decide();
    const auto* approval = std::get_if<Approval>(&decision);
    if (approval == nullptr) continue;
    std::set<std::string> people;
    for (const auto& known : world.facts.steps) people.insert(known.people.begin(), known.people.end());
    const auto earlier = people.size();
    for (const auto& approved : approval->what().people) people.insert(approved.person);
    ASSERT_FALSE(approval->what().people.empty());
    ASSERT_EQ(people.size(), earlier + approval->what().people.size());
    for (const auto& presented : world.submission.approvals) {
      ASSERT_EQ(presented.verification, Verification::valid);
      ASSERT_EQ(presented.statement->digest, approval->what().digest);
      ASSERT_EQ(presented.statement->record, approval->what().record);
      ASSERT_EQ(presented.statement->step, approval->what().step);
    }
  }
}

}  // namespace
}  // namespace antin::policy
