#include "client/cli/decided_again.hpp"

#include <charconv>

#include "policy/case.hpp"
#include "policy/ending.hpp"
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

// An entry's time is when it was done: decided it was before, and by a signer that was away long before.
bool may_have_changed_since(DenialReason reason) {
  return reason == DenialReason::window_closed || reason == DenialReason::too_old ||
         reason == DenialReason::approval_expired;
}

Finding refused(DenialReason reason) {
  const auto text = "refused: " + std::string(policy::code_of(reason));
  return may_have_changed_since(reason) ? open("rule", text + " at the entry's time; it was decided before that")
                                        : broken("rule", text);
}

// A signer may have been away when the unit, or its parent, closed, and somebody else came in its place.
std::vector<base::Instant> closings_until(base::Instant at, const policy::Policy& policy, const std::string& unit) {
  std::vector<base::Instant> closings;
  for (const auto which : {policy::StepUnit::own, policy::StepUnit::parent})
    if (const auto* named = policy::named_unit(policy, unit, which); named != nullptr && policy::has_closed(*named, at))
      closings.push_back(named->closing->from);
  return closings;
}

class DecidedAgain {
 public:
  DecidedAgain(const EntryFacts& facts, const std::vector<policy::PersonApproval>& approvals,
               const policy::Policy& policy, const std::optional<EntryBefore>& before, base::Instant at)
      : m_facts(facts), m_approvals(approvals), m_policy(policy), m_before(before), m_at(at), m_act(act_of(facts)) {
    const auto* workflow = policy::find_workflow(policy, facts.kind);
    if (workflow == nullptr) return;
    const auto position = policy::find_step(*workflow, facts.step);
    if (position) m_step = &workflow->steps[*position];
    // What ends as a whole is complete.
    const auto earlier = position.value_or(workflow->steps.size());
    m_earlier = {workflow->steps.begin(), workflow->steps.begin() + static_cast<std::ptrdiff_t>(earlier)};
    if (m_act == base::Act::superseded) m_ending = workflow->supersede;
    if (m_act == base::Act::withdrawn) m_ending = workflow->withdraw;
  }

  [[nodiscard]] Finding rule() const {
    if (m_act != base::Act::unknown) return ending();
    const auto decision = policy::decide(m_policy, roster(), submission(), before(), m_at);
    if (const auto* denial = std::get_if<policy::Denial>(&decision)) return refused(denial->reason);
    const auto* approval = std::get_if<policy::Approval>(&decision);
    if (approval == nullptr) return broken("rule", "the step was done before");
    const auto& what = approval->what();
    return agreed(what.rule, {{"rule", what.rule, m_facts.rule},
                              {"key", what.key.value_or(""), m_facts.key},
                              {"acting", what.acting.value_or(""), m_facts.acting}});
  }

 private:
  [[nodiscard]] Finding ending() const {
    const policy::Ending asked{m_facts.system, m_facts.unit, m_facts.kind, m_facts.record, number_in(m_facts.revision),
                               m_act,          m_facts.step, m_approvals};
    const auto decision = policy::decide_ending(m_policy, roster(), asked, before(), m_at);
    if (const auto* denial = std::get_if<policy::Denial>(&decision)) return refused(denial->reason);
    const auto* approval = std::get_if<policy::EndingApproval>(&decision);
    if (approval == nullptr) return broken("rule", "the revision had ended before");
    const auto& what = approval->what();
    return agreed(what.rule, {{"rule", what.rule, m_facts.rule}, {"acting", what.acting.value_or(""), m_facts.acting}});
  }

  [[nodiscard]] static Finding agreed(const std::string& rule, const std::vector<Line>& lines) {
    for (const auto& [name, decided, entered] : lines)
      if (decided != entered)
        return broken(
            "rule", std::string(name).append(": by the bundle ").append(decided).append(", entered ").append(entered));
    return held("rule", rule + ", by the bundle that the entry names");
  }

  // Everyone holds the role that they signed as: whether they did then only the whole log could say.
  [[nodiscard]] policy::Roster roster() const {
    policy::Roster roster;
    const auto* acting = acting_unit();
    for (std::size_t i = 0; acting != nullptr && i < m_approvals.size(); ++i) {
      const auto& said = *m_approvals[i].statement;
      policy::Person person;
      person.id = said.vouched ? said.vouched->person : m_facts.people[i].id;
      if (!said.vouched) person.certificates = {m_approvals[i].certificate};
      person.roles = {{acting->code, said.role, said.scope, base::Instant::min(), base::Instant::max()}};
      // One who is there already counts twice, which the rules see.
      static_cast<void>(roster.add(std::move(person)));
    }
    return roster;
  }
  [[nodiscard]] const policy::Unit* acting_unit() const {
    const auto answering = policy::answering_for(m_policy, m_facts.unit, m_at);
    if (m_act == base::Act::withdrawn && answering.how == policy::Answer::above) return answering.unit;
    if (m_step == nullptr && !m_ending) return nullptr;
    const auto which = m_step != nullptr ? m_step->unit : m_ending->unit;
    const auto* named = policy::named_unit(m_policy, m_facts.unit, which);
    return named == nullptr ? nullptr : policy::taking_over(m_policy, named->code, m_at);
  }

  [[nodiscard]] policy::Submission submission() const {
    return {m_facts.system, m_facts.unit, m_facts.kind, m_facts.record, number_in(m_facts.revision),
            m_facts.step,   digest(),     {},           m_approvals};
  }
  [[nodiscard]] base::Digest digest() const {
    return base::parse_digest(m_act == base::Act::unknown ? m_facts.approved : m_facts.digest).value_or(base::Digest{});
  }

  // All steps before this one are done, the last of them by the entry that --previous names, else by the one that the
  // first statement names.
  [[nodiscard]] policy::Facts before() const {
    policy::Facts out;
    const auto named = m_approvals.empty() ? std::nullopt : m_approvals.front().statement->previous;
    const auto leaf = m_before ? m_before->leaf : named.value_or(base::Sha256Hash{});
    if (number_in(m_facts.revision) > 1) out.ending_before = policy::EndingFacts{ending_before(), {}, leaf};
    for (const auto& step : m_earlier)
      out.steps.push_back({step.name, policy::StepStatus::done, digest(), {}, {}, leaf, m_at});
    if (!m_before || out.steps.empty()) return out;
    auto& last = out.steps.back();
    if (m_before->facts.type != "done" || m_before->facts.step != last.step) last.status = policy::StepStatus::unknown;
    last.at = base::parse_instant(m_before->facts.at).value_or(m_at);
    for (const auto& person : m_before->facts.people) last.people.push_back(person.id);
    return out;
  }
  [[nodiscard]] base::Act ending_before() const {
    return m_before && m_earlier.empty() ? act_of(m_before->facts) : base::Act::returned;
  }

  const EntryFacts& m_facts;
  const std::vector<policy::PersonApproval>& m_approvals;
  const policy::Policy& m_policy;
  const std::optional<EntryBefore>& m_before;
  base::Instant m_at;
  base::Act m_act;                             // unknown: the entry is that of a step
  const policy::Step* m_step = nullptr;        // that is done, or returned
  std::optional<policy::EndingRule> m_ending;  // of what ends as a whole
  std::vector<policy::Step> m_earlier;
};

}  // namespace

base::Act act_of(const EntryFacts& facts) {
  for (const auto act : base::acts)
    if (facts.type == base::name_of(act)) return act;
  return base::Act::unknown;
}

Findings decided_again(const EntryFacts& facts, const std::vector<policy::PersonApproval>& approvals,
                       const policy::Policy& policy, const std::optional<EntryBefore>& before, base::Instant at) {
  auto rule = DecidedAgain(facts, approvals, policy, before, at).rule();
  // A revision ends at once, by nobody's key.
  if (rule.holds == Holds::no && act_of(facts) == base::Act::unknown)
    for (const auto closing : closings_until(at, policy, facts.unit)) {
      const auto earlier = DecidedAgain(facts, approvals, policy, before, closing - base::Instant::duration(1)).rule();
      if (earlier.holds == Holds::yes)
        rule = open("rule", earlier.text + ", if decided before " + base::print(closing) + ", when a unit closed");
    }
  return {std::move(rule),
          open("beyond the entry",
               "that the bundle was in force and the roster gave them these roles then, stops, the year's quota, what "
               "became of certificates of earlier steps")};
}

}  // namespace antin::cli
