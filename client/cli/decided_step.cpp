#include "client/cli/decided_step.hpp"

#include <charconv>

#include "policy/case.hpp"
#include "policy/reasons.hpp"
#include "policy/succession.hpp"

namespace antin::cli {
namespace {

using policy::DenialReason;

std::uint32_t number_in(const std::string& text) {
  std::uint32_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

policy::Statement converted(const statement::Approve& said) {
  policy::Statement out;
  out.log = said.log;
  out.unit = said.unit;
  out.kind = said.kind;
  out.record = said.record;
  out.revision = said.revision;
  out.step = said.step;
  out.role = said.role;
  out.scope = said.scope;
  out.digest = said.digest;
  out.previous = said.previous;
  out.policy = said.policy;
  out.expires = said.expires;
  if (said.vouched) out.vouched = policy::Vouching{said.vouched->system, said.vouched->person};
  return out;
}

// An entry's time is when the step was done: decided it was before, and by a signer that was away long before.
bool may_have_changed_since(DenialReason reason) {
  return reason == DenialReason::window_closed || reason == DenialReason::too_old ||
         reason == DenialReason::unit_closed || reason == DenialReason::approval_expired;
}

class DecidedStep {
 public:
  DecidedStep(const EntryFacts& facts, const std::vector<SignedApproval>& approvals, const policy::Policy& policy,
              const std::optional<EntryBefore>& before, base::Instant at)
      : m_facts(facts), m_approvals(approvals), m_policy(policy), m_before(before), m_at(at) {
    if (const auto* workflow = policy::find_workflow(policy, facts.kind))
      if (const auto position = policy::find_step(*workflow, facts.step)) {
        m_step = &workflow->steps[*position];
        m_earlier = {workflow->steps.begin(), workflow->steps.begin() + static_cast<std::ptrdiff_t>(*position)};
      }
  }

  Finding rule() const {
    const auto decision = policy::decide(m_policy, roster(), submission(), before(), m_at);
    if (const auto* denial = std::get_if<policy::Denial>(&decision)) return refused(denial->reason);
    const auto* approval = std::get_if<policy::Approval>(&decision);
    if (approval == nullptr) return broken("rule", "the step was done before");
    const auto& what = approval->what();
    for (const auto& [name, decided, entered] : {Line{"rule", what.rule, m_facts.rule},
                                                 {"key", what.key.value_or(""), m_facts.key},
                                                 {"acting", what.acting.value_or(""), m_facts.acting}})
      if (decided != entered)
        return broken(
            "rule", std::string(name).append(": by the bundle ").append(decided).append(", entered ").append(entered));
    return held("rule", what.rule + ", by the bundle that the entry names");
  }

 private:
  static Finding refused(DenialReason reason) {
    const auto text = "refused: " + std::string(policy::code_of(reason));
    return may_have_changed_since(reason) ? open("rule", text + " at the entry's time; it was decided before that")
                                          : broken("rule", text);
  }

  // Everyone holds the role that they signed as: whether they did then only the whole log could say.
  policy::Roster roster() const {
    policy::Roster roster;
    const auto* named = m_step == nullptr ? nullptr : policy::named_unit(m_policy, m_facts.unit, m_step->unit);
    const auto* acting = named == nullptr ? nullptr : policy::taking_over(m_policy, named->code, m_at);
    for (std::size_t i = 0; acting != nullptr && i < m_approvals.size(); ++i) {
      const auto& [said, statement, certificate] = m_approvals[i];
      policy::Person person;
      person.id = said.vouched ? said.vouched->person : m_facts.people[i].id;
      if (!said.vouched) person.certificates = {certificate};
      person.roles = {{acting->code, said.role, said.scope, base::Instant::min(), base::Instant::max()}};
      // One who is there already counts twice, which the rules see.
      static_cast<void>(roster.add(std::move(person)));
    }
    return roster;
  }

  policy::Submission submission() const {
    policy::Submission out{m_facts.system,
                           m_facts.unit,
                           m_facts.kind,
                           m_facts.record,
                           number_in(m_facts.revision),
                           m_facts.step,
                           digest(),
                           {},
                           {}};
    for (const auto& [said, statement, certificate] : m_approvals)
      out.approvals.push_back({policy::Verification::valid, converted(said), statement, certificate});
    return out;
  }
  base::Digest digest() const { return base::parse_digest(m_facts.approved).value_or(base::Digest{}); }

  // All steps before this one are done, the last of them by the entry that --previous names, else by the one that the
  // first statement names.
  policy::Facts before() const {
    policy::Facts out;
    const auto named = m_approvals.empty() ? std::nullopt : m_approvals.front().said.previous;
    const auto leaf = m_before ? m_before->leaf : named.value_or(base::Sha256Hash{});
    if (number_in(m_facts.revision) > 1) out.ending_before = policy::EndingFacts{ending(), {}, leaf};
    for (const auto& step : m_earlier)
      out.steps.push_back({step.name, policy::StepStatus::done, digest(), {}, {}, leaf, m_at});
    if (!m_before || out.steps.empty()) return out;
    auto& last = out.steps.back();
    if (m_before->facts.type != "done" || m_before->facts.step != last.step) last.status = policy::StepStatus::unknown;
    last.at = base::parse_instant(m_before->facts.at).value_or(m_at);
    for (const auto& person : m_before->facts.people) last.people.push_back(person.id);
    return out;
  }
  base::Act ending() const {
    if (!m_before || !m_earlier.empty()) return base::Act::returned;
    for (const auto act : base::acts)
      if (m_before->facts.type == base::name_of(act)) return act;
    return base::Act::unknown;
  }

  const EntryFacts& m_facts;
  const std::vector<SignedApproval>& m_approvals;
  const policy::Policy& m_policy;
  const std::optional<EntryBefore>& m_before;
  base::Instant m_at;
  const policy::Step* m_step = nullptr;
  std::vector<policy::Step> m_earlier;
};

}  // namespace

Findings decided_again(const EntryFacts& facts, const std::vector<SignedApproval>& approvals,
                       const policy::Policy& policy, const std::optional<EntryBefore>& before, base::Instant at) {
  return {DecidedStep(facts, approvals, policy, before, at).rule(),
          open("beyond the entry",
               "that the bundle was in force and the roster gave them these roles then, stops, the year's quota, what "
               "became of certificates of earlier steps")};
}

}  // namespace antin::cli
