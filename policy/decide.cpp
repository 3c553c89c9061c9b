#include "policy/decide.hpp"

#include <algorithm>

#include "policy/approval_rules.hpp"
#include "policy/grants.hpp"
#include "policy/seal_key.hpp"
#include "policy/step_rules.hpp"
#include "policy/succession.hpp"

namespace antin::policy {
namespace {

// The first reason against, in the order given.
Refusal first_of(const Case& its, std::initializer_list<Refusal (*)(const Case&)> rules) {
  for (const auto rule : rules)
    if (const auto reason = rule(its)) return reason;
  return std::nullopt;
}

// Leaf of the entry that a statement must name: of the step before, or of what ended the revision before. A statement
// that names it cannot have been signed earlier.
std::optional<base::Sha256Hash> leaf_before(const Case& its) {
  if (const auto* before = its.step_before()) {
    const auto* known = facts_of(its.facts, before->name);
    return known == nullptr ? std::nullopt : known->leaf;
  }
  if (its.submission.revision == 1 || !its.facts.ending_before) return std::nullopt;
  return its.facts.ending_before->leaf;
}

Statement statement_asked_for(const Case& its) {
  const auto& asked = its.submission;
  return {its.policy.origin, asked.unit, asked.kind, asked.record, asked.revision,
          asked.step,        {},         {},         asked.digest, leaf_before(its),
          its.policy.digest, {}};
}

// With the key that would seal.
std::optional<base::Target> stop_of(const Case& its) {
  if (its.facts.stops.empty()) return std::nullopt;
  const auto& asked = its.submission;
  StepAt at{asked.unit, asked.kind, asked.step, std::nullopt};
  const auto* named = named_unit(its.policy, asked.unit, its.step().unit);
  const auto* acting = named == nullptr ? nullptr : taking_over(its.policy, named->code, its.now);
  const auto* key =
      acting != nullptr && its.step().seal ? newest_seal_key(its.policy, *acting, *its.step().seal) : nullptr;
  if (key != nullptr) at.key = key->label;
  return stop_of(its.policy, its.facts.stops, at, its.now);
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

// The one maker of an Approval.
class Decider {
 public:
  Decider(const Policy& policy, const Roster& roster, const Submission& submission, const Facts& facts,
          base::Instant now)
      : m_policy(policy), m_roster(roster), m_submission(submission), m_facts(facts), m_now(now) {}

  Decision decide() {
    if (!may_submit(m_policy, m_submission.system, m_submission.unit, m_now)) return deny(DenialReason::no_grant);
    if (find_unit(m_policy, m_submission.unit) == nullptr) return deny(DenialReason::unknown_unit);
    const auto* workflow = find_workflow(m_policy, m_submission.kind);
    if (workflow == nullptr) return deny(DenialReason::unknown_kind);
    const auto position = find_step(*workflow, m_submission.step);
    if (!position) return deny(DenialReason::unknown_step);
    m_rule = workflow->kind + "/" + m_submission.step;
    return decide({m_policy, m_roster, m_submission, m_facts, m_now, *workflow, *position});
  }

 private:
  Decision decide(const Case& its) {
    if (const auto reason = first_of(its, {digest_is_allowed, formats_are_allowed})) return deny(*reason);
    // Before everything that can change with time: who was given a seal gets it again (invariant 4).
    if (const auto repeat = repeated(its)) return *repeat;
    if (auto stop = stop_of(its)) return Denial{DenialReason::stopped, m_submission.system, m_rule, std::move(stop)};
    if (const auto reason =
            first_of(its, {unit_takes_it, revision_is_open, step_is_free, revision_has_one_digest, revision_is_next,
                           earlier_steps_are_done, later_steps_are_untouched, new_record_has_the_current_key,
                           window_is_open, step_before_is_recent, quota_is_left}))
      return deny(*reason);
    if (const auto reason = approvals_are_complete(m_submission.approvals, its.step().approvers)) return deny(*reason);
    const auto* named = named_unit(m_policy, m_submission.unit, its.step().unit);
    if (named == nullptr) return deny(DenialReason::unknown_unit);
    const auto* acting = taking_over(m_policy, named->code, m_now);
    if (acting == nullptr) return deny(DenialReason::unit_closed);
    if (acting != named) m_acting = acting->code;
    return decide(its, *acting);
  }

  Decision decide(const Case& its, const Unit& acting) {
    const Demand demand{m_policy,
                        m_roster,
                        m_now,
                        acting,
                        its.step().roles,
                        its.step().proof,
                        m_submission.system,
                        statement_asked_for(its)};
    std::vector<ApprovedBy> people;
    for (const auto& approval : m_submission.approvals)
      if (const auto reason = approval_counts(demand, approval, people.emplace_back())) return deny(*reason);
    if (const auto reason = people_are_distinct(people, m_facts.steps)) return deny(*reason);
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
    what.acting = m_acting;
    return Approval(std::move(what));
  }

  const Policy& m_policy;
  const Roster& m_roster;
  const Submission& m_submission;
  const Facts& m_facts;
  const base::Instant m_now;
  std::string m_rule;                   // `<kind>/<step>` once it is known
  std::optional<std::string> m_acting;  // instead of a unit that has closed
};

Decision decide(const Policy& policy, const Roster& roster, const Submission& submission, const Facts& facts,
                base::Instant now) {
  return Decider(policy, roster, submission, facts, now).decide();
}

}  // namespace antin::policy
