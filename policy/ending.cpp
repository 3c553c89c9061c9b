#include "policy/ending.hpp"

#include <algorithm>

#include "policy/approval_rules.hpp"
#include "policy/grants.hpp"
#include "policy/succession.hpp"

namespace antin::policy {
namespace {

// One person returns what a step's people were asked to approve.
std::optional<EndingRule> rule_of_return(const Step& step) {
  if (step.returns.empty()) return std::nullopt;
  return EndingRule{step.roles, step.unit, 1, step.returns};
}

std::optional<EndingRule> rule_for(const Workflow& workflow, const Ending& ending) {
  switch (ending.act) {
    case base::Act::returned: return rule_of_return(workflow.steps[*find_step(workflow, ending.step)]);
    case base::Act::superseded: return workflow.supersede;
    case base::Act::withdrawn: return workflow.withdraw;
    case base::Act::unknown: break;
  }
  return std::nullopt;
}

bool names_its_step(const Workflow& workflow, const Ending& ending) {
  if (ending.act == base::Act::returned) return find_step(workflow, ending.step).has_value();
  return ending.step.empty();
}

bool rests_on(const EndingFacts& known, const std::vector<PersonApproval>& approvals) {
  std::vector<base::Sha256Hash> hashes;
  hashes.reserve(approvals.size());
  for (const auto& approval : approvals) hashes.push_back(approval.statement_hash);
  return std::is_permutation(known.statements.begin(), known.statements.end(), hashes.begin(), hashes.end());
}

// The step before the one whose turn it is, when that is the one to return.
const StepFacts* last_before(const Workflow& workflow, const Facts& facts, const std::string& step) {
  const auto position = *find_step(workflow, step);
  const StepFacts* last = nullptr;
  for (std::size_t i = 0; i < workflow.steps.size(); ++i) {
    const auto& name = workflow.steps[i].name;
    if (i >= position && facts_of(facts, name) != nullptr) return nullptr;
    if (i >= position) continue;
    last = done_facts_of(facts, name);
    if (last == nullptr) return nullptr;
  }
  return last;
}

// What the ending follows: the step that was done last, in a revision that is where the act belongs.
const StepFacts* step_followed(const Workflow& workflow, const Facts& facts, const Ending& ending) {
  switch (ending.act) {
    case base::Act::returned: return last_before(workflow, facts, ending.step);
    case base::Act::superseded:
    case base::Act::withdrawn: return done_facts_of(facts, workflow.steps.back().name);
    case base::Act::unknown: break;
  }
  return nullptr;
}

}  // namespace

// The one maker of an EndingApproval.
class EndingDecider {
 public:
  EndingDecider(const Policy& policy, const Roster& roster, const Ending& ending, const Facts& facts, base::Instant now)
      : m_policy(policy), m_roster(roster), m_ending(ending), m_facts(facts), m_now(now) {}

  EndingDecision decide() {
    if (!may_submit(m_policy, m_ending.system, m_ending.unit, m_now)) return deny(DenialReason::no_grant);
    if (find_unit(m_policy, m_ending.unit) == nullptr) return deny(DenialReason::unknown_unit);
    const auto* workflow = find_workflow(m_policy, m_ending.kind);
    if (workflow == nullptr) return deny(DenialReason::unknown_kind);
    if (!names_its_step(*workflow, m_ending)) return deny(DenialReason::unknown_step);
    m_rule = workflow->kind + (m_ending.step.empty() ? "" : "/" + m_ending.step) + ":" +
             std::string(base::verb_of(m_ending.act));
    return decide(*workflow);
  }

 private:
  EndingDecision decide(const Workflow& workflow) {
    if (m_facts.ending && m_facts.ending->act == m_ending.act && rests_on(*m_facts.ending, m_ending.approvals))
      return Repeat{StepStatus::done};
    const auto rule = rule_for(workflow, m_ending);
    const auto* acting = rule ? acting_unit(rule->unit) : nullptr;
    if (auto stop = stop_of_ending(m_facts.stops, m_ending.unit, acting))
      return Denial{DenialReason::stopped, m_ending.system, m_rule, std::move(stop)};
    if (m_facts.ending) return deny(DenialReason::revision_ended);
    if (!takes_over(answering_for(m_policy, m_ending.unit, m_now).how) && !is_withdrawn_above())
      return deny(DenialReason::unit_closed);
    const auto* followed = step_followed(workflow, m_facts, m_ending);
    if (followed == nullptr || has_open_step()) return deny(DenialReason::out_of_order);
    if (!rule) return deny(DenialReason::reason_not_allowed);
    if (const auto reason = approvals_are_complete(m_ending.approvals, rule->approvers)) return deny(*reason);
    const auto* named = named_unit(m_policy, m_ending.unit, rule->unit);
    if (named == nullptr) return deny(DenialReason::unknown_unit);
    if (acting == nullptr) return deny(DenialReason::unit_closed);
    if (acting != named) m_acting = acting->code;
    return decide(*rule, *acting, *followed);
  }

  // Any at all: it may be of a workflow that the one in force has no such step of.
  [[nodiscard]] bool has_open_step() const {
    return std::any_of(m_facts.steps.begin(), m_facts.steps.end(),
                       [](const StepFacts& step) { return step.status != StepStatus::done; });
  }

  // Whoever is above acts for what nobody succeeds, also where the rule would have had its own people do so.
  [[nodiscard]] bool is_withdrawn_above() const {
    return m_ending.act == base::Act::withdrawn && answering_for(m_policy, m_ending.unit, m_now).how == Answer::above;
  }

  // Whose people act in the place of the unit that the rule means; nullptr: nobody.
  [[nodiscard]] const Unit* acting_unit(StepUnit which) const {
    if (is_withdrawn_above()) return answering_for(m_policy, m_ending.unit, m_now).unit;
    const auto* named = named_unit(m_policy, m_ending.unit, which);
    return named == nullptr ? nullptr : taking_over(m_policy, named->code, m_now);
  }

  EndingDecision decide(const EndingRule& rule, const Unit& acting, const StepFacts& followed) {
    const Demand demand{m_policy,   m_roster,           m_now,           acting,
                        rule.roles, Proof::certificate, m_ending.system, statement_asked_for(followed)};
    std::vector<ApprovedBy> people;
    for (const auto& approval : m_ending.approvals)
      if (const auto reason = approval_counts(demand, approval, people.emplace_back())) return deny(*reason);
    const auto& reason = demand.statement.ending->reason;
    if (std::find(rule.reasons.begin(), rule.reasons.end(), reason) == rule.reasons.end())
      return deny(DenialReason::reason_not_allowed);
    if (const auto twice = people_are_distinct(people, {})) return deny(*twice);
    if (const auto twice = statements_are_distinct(people)) return deny(*twice);
    return approve(followed.digest, reason, std::move(people));
  }

  // The reason is the first one's; who says another does not say what was asked.
  [[nodiscard]] Statement statement_asked_for(const StepFacts& followed) const {
    const auto& first = m_ending.approvals.front().statement;
    const auto reason = first && first->ending ? first->ending->reason : std::string();
    return {m_policy.origin,
            m_ending.unit,
            m_ending.kind,
            m_ending.record,
            m_ending.revision,
            m_ending.step,
            {},
            {},
            followed.digest,
            followed.leaf,
            m_policy.digest,
            {},
            EndingClause{m_ending.act, reason}};
  }

  [[nodiscard]] Denial deny(DenialReason reason) const { return {reason, m_ending.system, m_rule}; }

  [[nodiscard]] EndingApproval approve(const base::Digest& digest, const std::string& reason,
                                       std::vector<ApprovedBy> people) const {
    return EndingApproval({m_ending.system, m_ending.unit, m_ending.kind, m_ending.record, m_ending.revision,
                           m_ending.act, m_ending.step, reason, digest, m_rule, std::move(people), m_policy.digest,
                           m_acting});
  }

  const Policy& m_policy;
  const Roster& m_roster;
  const Ending& m_ending;
  const Facts& m_facts;
  const base::Instant m_now;
  std::string m_rule;
  std::optional<std::string> m_acting;  // instead of a unit that has closed
};

EndingDecision decide_ending(const Policy& policy, const Roster& roster, const Ending& ending, const Facts& facts,
                             base::Instant now) {
  return EndingDecider(policy, roster, ending, facts, now).decide();
}

}  // namespace antin::policy
