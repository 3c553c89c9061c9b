#include "policy/decide.hpp"

#include <algorithm>

#include "policy/approval_rules.hpp"
#include "policy/case.hpp"
#include "policy/grants.hpp"
#include "policy/seal_key.hpp"
#include "policy/step_rules.hpp"

namespace antin::policy {
namespace {

const Unit* find_unit(const Policy& policy, const std::string& code) {
  const auto found = policy.units.find(code);
  return found == policy.units.end() ? nullptr : &found->second;
}

const Workflow* find_workflow(const Policy& policy, const std::string& kind) {
  const auto found = policy.workflows.find(kind);
  return found == policy.workflows.end() ? nullptr : &found->second;
}

std::optional<std::size_t> find_step(const Workflow& workflow, const std::string& name) {
  for (std::size_t i = 0; i < workflow.steps.size(); ++i)
    if (workflow.steps[i].name == name) return i;
  return std::nullopt;
}

// The first reason against, in the order given.
Refusal first_of(const Case& its, std::initializer_list<Refusal (*)(const Case&)> rules) {
  for (const auto rule : rules)
    if (const auto reason = rule(its)) return reason;
  return std::nullopt;
}

// A step without formats of its own choice asked for makes all of them.
std::vector<Format> formats_to_make(const Case& its) {
  const auto& asked = its.submission.formats;
  if (asked.empty()) return its.step().formats;
  std::vector<Format> made;
  for (const Format format : its.step().formats)
    if (std::find(asked.begin(), asked.end(), format) != asked.end()) made.push_back(format);
  return made;
}

}  // namespace

const Unit* acting_unit(const Case& its) {
  const auto* own = find_unit(its.policy, its.submission.unit);
  if (own == nullptr) return nullptr;
  switch (its.step().unit) {
    case StepUnit::own: return own;
    case StepUnit::parent: return own->parent ? find_unit(its.policy, *own->parent) : nullptr;
    case StepUnit::unknown: break;
  }
  return nullptr;
}

// The one maker of an Approval.
class Decider {
 public:
  Decider(const Policy& policy, const Roster& roster, const Submission& submission, const Facts& facts,
          base::Instant now)
      : m_policy(policy), m_roster(roster), m_submission(submission), m_facts(facts), m_now(now) {}

  Decision decide() {
    if (!caller_may_submit()) return deny(DenialReason::no_grant);
    if (find_unit(m_policy, m_submission.unit) == nullptr) return deny(DenialReason::unknown_unit);
    const auto* workflow = find_workflow(m_policy, m_submission.kind);
    if (workflow == nullptr) return deny(DenialReason::unknown_kind);
    const auto position = find_step(*workflow, m_submission.step);
    if (!position) return deny(DenialReason::unknown_step);
    m_rule = workflow->kind + "/" + m_submission.step;
    return decide({m_policy, m_roster, m_submission, m_facts, m_now, *workflow, *position});
  }

 private:
  [[nodiscard]] bool caller_may_submit() const {
    const auto* system = find_system(m_policy, m_submission.system);
    return system != nullptr && has_grant(*system, Grant::submit) && acts_for(*system, m_submission.unit);
  }

  Decision decide(const Case& its) {
    if (const auto reason = first_of(its, {digest_is_allowed, formats_are_allowed})) return deny(*reason);
    // Before everything that can change with time: who was given a seal gets it again (invariant 4).
    if (const auto repeat = repeated(its)) return *repeat;
    if (const auto reason = first_of(its, {step_is_free, revision_has_one_digest, revision_is_next,
                                           earlier_steps_are_done, later_steps_are_untouched, window_is_open,
                                           step_before_is_recent, quota_is_left, approvals_are_complete}))
      return deny(*reason);
    const auto* acting = acting_unit(its);
    if (acting == nullptr) return deny(DenialReason::unknown_unit);
    return decide(its, *acting);
  }

  Decision decide(const Case& its, const Unit& acting) {
    std::vector<ApprovedBy> people;
    for (const auto& approval : m_submission.approvals)
      if (const auto reason = approval_counts(its, acting, approval, people.emplace_back())) return deny(*reason);
    if (const auto reason = people_are_distinct(its, people)) return deny(*reason);
    if (const auto reason = statements_are_distinct(people)) return deny(*reason);
    if (const auto reason = earlier_approvals_stand(its)) return deny(*reason);
    if (!its.step().seal) return approve(its, std::move(people), std::nullopt);
    const auto* key = newest_seal_key(m_policy, acting, *its.step().seal);
    if (key == nullptr) return deny(DenialReason::no_seal_key);
    return approve(its, std::move(people), key->label);
  }

  [[nodiscard]] Denial deny(DenialReason reason) const { return {reason, m_submission.system, m_rule}; }

  Approval approve(const Case& its, std::vector<ApprovedBy> people, std::optional<std::string> key) const {
    Approved what;
    what.system = m_submission.system;
    what.unit = m_submission.unit;
    what.kind = m_submission.kind;
    what.record = m_submission.record;
    what.revision = m_submission.revision;
    what.step = m_submission.step;
    what.digest = m_submission.digest;
    what.rule = m_rule;
    what.people = std::move(people);
    what.key = std::move(key);
    what.formats = formats_to_make(its);
    what.policy = m_policy.digest;
    return Approval(std::move(what));
  }

  const Policy& m_policy;
  const Roster& m_roster;
  const Submission& m_submission;
  const Facts& m_facts;
  const base::Instant m_now;
  std::string m_rule;  // `<kind>/<step>` once it is known
};

Decision decide(const Policy& policy, const Roster& roster, const Submission& submission, const Facts& facts,
                base::Instant now) {
  return Decider(policy, roster, submission, facts, now).decide();
}

}  // namespace antin::policy
