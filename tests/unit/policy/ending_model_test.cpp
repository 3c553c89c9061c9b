// Endings against a second writing of their rules, and whole random histories against the life of a revision as the
// documents tell it: new → steps done … → complete; returned from any open state, superseded or withdrawn from
// complete.
#include <gtest/gtest.h>

#include "tests/unit/policy/ending_reference.hpp"

namespace antin::policy {
namespace {

using base::Act;

TEST(EndingModel, the_decider_and_the_reference_agree_on_every_random_ending_and_meet_every_rule) {
  RandomEndings endings(20261125);
  std::map<DenialReason, int> denied;
  std::map<Verdict::Outcome, int> outcomes;
  for (int i = 0; i < 200'000; ++i) {
    const auto world = endings.next();
    const auto expected = reference_verdict(world);
    const auto decided = verdict_of(world.decide());
    ASSERT_EQ(static_cast<int>(decided.outcome), static_cast<int>(expected.outcome)) << "ending " << i;
    ASSERT_EQ(static_cast<int>(decided.reason), static_cast<int>(expected.reason)) << "ending " << i;
    ASSERT_EQ(decided, expected) << "ending " << i;
    ++outcomes[decided.outcome];
    ++denied[decided.reason];
  }
  using enum DenialReason;
  for (const auto reason : {no_grant,
                            unknown_unit,
                            unknown_kind,
                            unknown_step,
                            out_of_order,
                            revision_ended,
                            approvals_missing,
                            approval_invalid,
                            statement_mismatch,
                            approval_expired,
                            certificate_untrusted,
                            certificate_expired,
                            certificate_revoked,
                            revocation_stale,
                            not_in_roster,
                            wrong_role,
                            wrong_scope,
                            same_person,
                            reason_not_allowed,
                            unit_closed})
    EXPECT_GE(denied[reason], 50) << "reason " << static_cast<int>(reason);
  EXPECT_GE(outcomes[Verdict::Outcome::approval], 10'000);
  EXPECT_GE(outcomes[Verdict::Outcome::repeat], 500);
}

// A record as the ledger keeps it, filled by decisions; and beside it the state that the documents speak of.
class History {
 public:
  explicit History(unsigned seed) : m_random(seed) {}

  // One random wish, by people who may and on the right statement: nothing but the state of the record decides.
  void wish() {
    const auto revision = 1 + below(4);
    const auto position = below(3);
    switch (below(5)) {
      case 0:
      case 1:
      case 2: return submit(revision, position, static_cast<std::uint8_t>(below(8) == 0 ? 9 : 0xD0));
      case 3: return end(revision, Act::returned, 1 + below(2));
      case 4: return end(revision, below(2) == 0 ? Act::superseded : Act::withdrawn, 0);
    }
  }

  std::map<std::string, int> met;

 private:
  struct Revision {
    std::vector<StepFacts> steps;
    std::optional<EndingFacts> ending;
  };
  unsigned below(unsigned limit) { return static_cast<unsigned>(m_random() % limit); }
  base::Sha256Hash new_hash() {
    base::Sha256Hash made{};
    for (auto& octet : made) octet = static_cast<std::uint8_t>(m_random());
    return made;
  }
  Facts facts_of(unsigned revision) {
    Facts facts{m_revisions[revision].steps, m_revisions[revision].ending, std::nullopt, 0};
    if (revision > 1) facts.ending_before = m_revisions[revision - 1].ending;
    return facts;
  }
  void note(const std::string& expected, const std::string& decided) {
    ASSERT_EQ(decided, expected);
    ++met[expected];
  }

  // What the documents say must come of it.
  std::string expected_of_step(unsigned revision, unsigned position, std::uint8_t octet) {
    const auto& of = m_revisions[revision];
    const bool same = of.steps.empty() || of.steps[0].digest == document(octet);
    if (position < of.steps.size() && same) return "repeat";
    if (of.ending) return "ended";
    if (position < of.steps.size()) return of.steps.size() == 3 ? "sealed" : "differs";
    if (!same) return "differs";
    if (of.steps.empty() && revision > 1) {
      const auto& before = m_revisions[revision - 1].ending;
      if (!before || before->act == Act::withdrawn) return "order";
    }
    return position == of.steps.size() ? "approved" : "order";
  }

  void submit(unsigned revision, unsigned position, std::uint8_t octet) {
    constexpr World (*worlds[])() = {teacher_submits, principal_submits, department_submits};
    const auto expected = expected_of_step(revision, position, octet);
    auto world = worlds[position]();
    world.facts = facts_of(revision);
    world.submission.revision = revision;
    world.submission.digest = document(octet);
    const char* roles[] = {"teacher", "principal", "department-leader"};
    world.submission.approvals = {approval_by(world, roles[position],
                                              position == 0 ? std::optional<std::string>("2025-2026.1A") : std::nullopt,
                                              static_cast<std::uint8_t>(position + 1))};
    const auto decision = world.decide();
    note(expected, name_of(decision));
    const auto* approval = std::get_if<Approval>(&decision);
    if (approval == nullptr) return;
    m_revisions[revision].steps.push_back({approval->what().step,
                                           StepStatus::done,
                                           approval->what().digest,
                                           {approval->what().people[0].person},
                                           {},
                                           new_hash(),
                                           world.now});
  }

  std::string expected_of_ending(unsigned revision, Act act, unsigned position) {
    const auto& of = m_revisions[revision];
    if (of.ending) return "ended";
    if (act == Act::returned) return of.steps.size() == position ? "approved" : "order";
    return of.steps.size() == 3 ? "approved" : "order";
  }

  void end(unsigned revision, Act act, unsigned position) {
    auto world = act == Act::withdrawn ? department_withdraws() : principal_supersedes();
    if (act == Act::returned) world = position == 1 ? principal_returns() : department_returns();
    const auto expected = expected_of_ending(revision, act, position);
    world.world.facts = facts_of(revision);
    world.ending.revision = revision;
    for (auto& approval : world.ending.approvals) {
      approval.statement_hash = new_hash();
      approval.statement->revision = revision;
      if (world.world.facts.steps.empty()) continue;
      approval.statement->digest = world.world.facts.steps.back().digest;
      approval.statement->previous = world.world.facts.steps.back().leaf;
    }
    const auto decision = world.decide();
    note(expected, name_of(decision));
    if (!std::holds_alternative<EndingApproval>(decision)) return;
    ++met[std::string(base::name_of(act))];
    EndingFacts ending{act, {}, new_hash()};
    for (const auto& approval : world.ending.approvals) ending.statements.push_back(approval.statement_hash);
    m_revisions[revision].ending = ending;
    EXPECT_TRUE(std::holds_alternative<Repeat>(decide_again(world, revision)));
  }

  EndingDecision decide_again(EndingWorld world, unsigned revision) {
    world.world.facts = facts_of(revision);
    return world.decide();
  }

  template <class Decision>
  static std::string name_of(const Decision& decision) {
    if (std::holds_alternative<Repeat>(decision)) return "repeat";
    static const std::map<DenialReason, std::string> names = {{DenialReason::unknown, "approved"},
                                                              {DenialReason::out_of_order, "order"},
                                                              {DenialReason::digest_differs, "differs"},
                                                              {DenialReason::already_sealed, "sealed"},
                                                              {DenialReason::revision_ended, "ended"}};
    const auto name = names.find(reason(decision));
    return name == names.end() ? "reason " + std::to_string(static_cast<int>(reason(decision))) : name->second;
  }

  std::mt19937 m_random;
  std::map<unsigned, Revision> m_revisions;
};

TEST(EndingModel, every_random_history_goes_the_way_that_the_documents_tell) {
  std::map<std::string, int> met;
  for (unsigned seed = 0; seed < 1'000 && !testing::Test::HasFailure(); ++seed) {
    History history(seed);
    for (int i = 0; i < 120 && !testing::Test::HasFailure(); ++i) history.wish();
    for (const auto& [outcome, times] : history.met) met[outcome] += times;
  }
  for (const auto* outcome :
       {"approved", "repeat", "order", "differs", "sealed", "ended", "returned", "superseded", "withdrawn"})
    EXPECT_GE(met[outcome], 100) << outcome;
}

}  // namespace
}  // namespace antin::policy
