// A step is asked for: find the facts, decide, and make the intent durable before any key is used.
#include <chrono>

#include "core/crypto/certificate.hpp"
#include "core/crypto/sha2.hpp"
#include "core/statement/ending.hpp"
#include "core/statement/statement.hpp"
#include "daemon/keeper/flow/codes.hpp"
#include "daemon/keeper/flow/flow.hpp"
#include "daemon/process/logging.hpp"
#include "policy/grants.hpp"
#include "policy/succession.hpp"

namespace antin::keeper {
namespace {

using protocol::Code;

constexpr unsigned overload_retry_ms = 500;
constexpr auto vietnam = std::chrono::hours(7);  // quotas count calendar years of Asia/Ho_Chi_Minh

StepName name_of(const protocol::Submit& submit) {
  return {submit.unit, submit.kind, submit.record, submit.revision, submit.step};
}

policy::StepStatus status_of(StepStatus status) {
  switch (status) {
    case StepStatus::open: return policy::StepStatus::open;
    case StepStatus::done: return policy::StepStatus::done;
    case StepStatus::unknown: break;
  }
  return policy::StepStatus::unknown;
}

std::string name_of(policy::Proof proof) {
  switch (proof) {
    case policy::Proof::certificate: return "certificate";
    case policy::Proof::vouched: return "vouched";
    case policy::Proof::unknown: break;
  }
  return "unknown";
}

policy::Format format_of(const std::string& name) {
  return name == "cades" ? policy::Format::cades : policy::Format::unknown;
}

const policy::Step* step_in(const policy::Policy& policy, const protocol::Submit& submit) {
  const auto workflow = policy.workflows.find(submit.kind);
  if (workflow == policy.workflows.end()) return nullptr;
  for (const auto& step : workflow->second.steps)
    if (step.name == submit.step) return &step;
  return nullptr;
}

// Of an approval, an item of a bulk approval, or what ends a revision.
std::optional<base::Sha256Hash> policy_named_in(std::string_view text) {
  if (const auto approve = statement::parse_approve(text)) return approve->policy;
  if (const auto ending = statement::parse_ending(text)) return ending->policy;
  return std::nullopt;
}

// Unverified approvals are refused last: any other answer holds whatever they turn out to be.
bool rests_on_approvals(const policy::Decision& decision) {
  const auto* denial = std::get_if<policy::Denial>(&decision);
  return denial != nullptr && denial->reason == policy::DenialReason::approval_invalid;
}

// The bulk statement that a person signed for this single one; none when the single one itself was signed.
std::optional<base::Sha256Hash> bulk_of(const protocol::Submit& submit, const base::Sha256Hash& statement) {
  for (const auto& approval : submit.approvals)
    if (approval.bulk && crypto::sha256(approval.bulk->statement) == statement)
      return crypto::sha256(approval.statement);
  return std::nullopt;
}

StoredApproval stored(const protocol::Approval& approval) {
  if (!approval.bulk) return {approval.statement, approval.cms};
  const auto& item = *approval.bulk;
  return {approval.statement, approval.cms, StoredItem{item.statement, item.index, item.path}};
}

}  // namespace

void Flow::serve(const Context& context, const protocol::Submit& submit) {
  if (request_id_is_taken(context))
    return deny(context, Code::request_id_reused, attempt_of(context, Code::request_id_reused, submit));
  if (!context.clock.trusted)
    return fail(context, Code::clock_untrusted, attempt_of(context, Code::clock_untrusted, submit));

  const auto& rules = rules_for(submit.approvals, submit.unit, context.clock.now);
  std::vector<base::Bytes> certificates;
  auto decision = decide(context, submit, rules, certificates);

  if (const auto* denial = std::get_if<policy::Denial>(&decision)) {
    auto attempt = attempt_of(context, code_of(denial->reason), submit);
    attempt.rule = denial->rule;
    attempt.policy = rules.policy.digest;
    if (denial->stop) return deny_all({context.waiter}, std::move(attempt), *denial->stop);
    // Stale lists and a missing key are ours to mend, not the caller's.
    if (protocol::facts(code_of(denial->reason)).kind == protocol::Class::failed)
      return fail(context, code_of(denial->reason), std::move(attempt));
    return deny(context, code_of(denial->reason), std::move(attempt));
  }
  if (std::holds_alternative<policy::Approval>(decision) && !takes_work())
    return refuse_unlogged(context.waiter, Code::log_closed);
  if (std::holds_alternative<policy::Approval>(decision) && rests_on_unknown_approvers(submit))
    return deny(context, Code::approvers_unknown, attempt_of(context, Code::approvers_unknown, submit));
  if (lags(decision, context.clock.now))
    return fail(context, Code::witness_lag, attempt_of(context, Code::witness_lag, submit));
  if (std::holds_alternative<policy::Repeat>(decision)) return repeat(context, name_of(submit));
  if (overloaded()) return refuse_unlogged(context.waiter, Code::overloaded, overload_retry_ms);
  open(context, submit, std::get<policy::Approval>(std::move(decision)), certificates);
}

// What is open may be finished while the witnesses lag, but not before they were asked; what is done may be had always.
bool Flow::lags(const policy::Decision& decision, base::Instant now) {
  const auto* repeat = std::get_if<policy::Repeat>(&decision);
  if (repeat == nullptr) return !m_witnesses.may_seal(now);
  return repeat->status != policy::StepStatus::done && !m_witnesses.may_continue();
}

const policy::text::Rules& Flow::rules_for(const std::vector<protocol::Approval>& approvals, const std::string& unit,
                                           base::Instant now) const {
  const policy::text::Rules* named = nullptr;
  for (const auto& approval : approvals) {
    const auto policy = policy_named_in(base::text(approval.single()));
    const auto* rules = policy ? m_in_force.rules(*policy, now) : nullptr;
    if (rules == nullptr || (named != nullptr && named != rules)) return m_in_force.rules();
    named = rules;
  }
  // A unit that has closed since begins nothing by the rules of yesterday, nor do its people approve by them.
  if (named == nullptr || policy::answers_differ(named->policy, m_in_force.policy(), unit, now))
    return m_in_force.rules();
  return *named;
}

policy::StepFacts Flow::facts_of(const StepRecord& step) {
  policy::StepFacts fact{step.name.step, status_of(step.status), step.digest, step.people, {}, std::nullopt, step.at};
  if (step.status == StepStatus::done) fact.leaf = step.leaf;
  return fact;
}

policy::Facts Flow::facts_of(const protocol::Submit& submit, const policy::Policy& policy, base::Instant now) {
  policy::Facts facts;
  for (const auto& step : must(m_ledger.steps(submit.unit, submit.kind, submit.record, submit.revision))) {
    auto fact = facts_of(step);
    // Who approved before is looked at again only when this step may go on to a seal.
    if (step.name.step != submit.step)
      for (const auto& certificate : step.certificates) fact.standing.push_back(standing(step, certificate, now));
    facts.steps.push_back(std::move(fact));
  }
  facts.ending = ending_of({submit.unit, submit.kind, submit.record, submit.revision});
  if (submit.revision > 1)
    facts.ending_before = ending_of({submit.unit, submit.kind, submit.record, submit.revision - 1});
  facts.done_this_year = count_this_year(submit, policy, now);
  facts.stops = m_stops;
  return facts;
}

std::uint64_t Flow::count_this_year(const protocol::Submit& submit, const policy::Policy& policy, base::Instant now) {
  const auto* step = step_in(policy, submit);
  if (step == nullptr || !step->quota) return 0;
  const auto year = std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(now + vietnam)).year();
  return must(m_ledger.count(submit.unit, submit.kind, submit.step, year));
}

policy::Decision Flow::decide(const Context& context, const protocol::Submit& submit, const policy::text::Rules& rules,
                              std::vector<base::Bytes>& certificates) {
  // What a system may do is never judged by rules of yesterday: it may be suspended at once.
  if (!policy::may_submit(m_in_force.policy(), context.system.name, submit.unit, context.clock.now))
    return policy::Denial{policy::DenialReason::no_grant, context.system.name, {}};
  const auto now = context.clock.now;
  const auto facts = facts_of(submit, rules.policy, now);
  policy::Submission submission{
      context.system.name, submit.unit, submit.kind, submit.record, submit.revision, submit.step,
      submit.digest,       {},          {}};
  for (const auto& format : submit.formats) submission.formats.push_back(format_of(format));
  // Verification costs a thousand times what a rule costs: nobody gets it for a request that is refused anyway, or for
  // a repeat.
  submission.approvals.resize(submit.approvals.size());
  auto decision = policy::decide(rules.policy, m_in_force.roster(), submission, facts, now);
  if (!rests_on_approvals(decision)) return decision;
  const auto verify_one = [&](const protocol::Approval& approval) {
    return m_approvals.verify(approval, m_in_force.signers(), m_in_force.trust_generation(), now);
  };
  submission.approvals = verify(context, submit.approvals, verify_one, certificates);
  return policy::decide(rules.policy, m_in_force.roster(), submission, facts, now);
}

std::vector<policy::PersonApproval> Flow::verify(const Context& context,
                                                 const std::vector<protocol::Approval>& presented,
                                                 const Verify& verify_one, std::vector<base::Bytes>& certificates) {
  std::vector<policy::PersonApproval> approvals;
  for (const auto& approval : presented) {
    auto verified = verify_one(approval);
    if (!verified.problem.empty())
      process::log_info("an approval from " + context.system.name + " does not hold: " + verified.problem);
    approvals.push_back(std::move(verified.approval));
    certificates.push_back(std::move(verified.certificate));
  }
  return approvals;
}

void Flow::repeat(const Context& context, const StepName& name) {
  for (const auto& step : must(m_ledger.steps(name.unit, name.kind, name.record, name.revision))) {
    if (step.name.step != name.step) continue;
    const bool open = step.status == StepStatus::open;
    if (open && m_work.at(name).waiters.size() >= m_limits.waiters)
      return refuse_unlogged(context.waiter, Code::overloaded, overload_retry_ms);
    must(m_ledger.remember_request(name, context.system.name, context.request, context.meaning));
    if (step.proof) return m_outbox.answer(context.waiter, step.result, *step.proof);
    if (step.status == StepStatus::done) return m_outbox.answer_once_logged(context.waiter, step.result, step.index);
    auto& work = m_work.at(name);
    work.waiters.push_back(context.waiter);
    if (work.parked) drive(work);
    return;
  }
}

void Flow::open(const Context& context, const protocol::Submit& submit, policy::Approval approval,
                const std::vector<base::Bytes>& certificates) {
  DecisionFields fields{name_of(submit),
                        submit.digest,
                        {},
                        approval.what().rule,
                        approval.what().policy,
                        approval.what().key.value_or(""),
                        context.system.name,
                        false,
                        approval.what().acting.value_or("")};
  for (const auto& person : approval.what().people)
    fields.people.push_back(
        {person.person, person.role, name_of(person.proof), person.statement, bulk_of(submit, person.statement)});

  auto redeemed = m_in_force.sealer().redeem(std::move(approval), m_in_force.seals(), context.clock.now);
  if (!redeemed)
    return fail(context, code_of(redeemed.error()), attempt_of(context, code_of(redeemed.error()), submit));
  auto& intent = *redeemed;
  intent.request = context.request;
  intent.entry = encode(fields, m_identity.person_key);
  if (intent.key.empty()) {
    base::Bytes signatures;
    for (const auto& one : submit.approvals) base::append(signatures, one.cms);
    intent.stamped = base::copy(crypto::sha256(signatures));
  }
  keep_approvals(submit.approvals, certificates);
  must(m_ledger.open_step(intent, context.meaning));
  const auto name = intent.name;
  m_opened = name;
  drive(m_work.emplace(name, Work{std::move(intent), false, std::nullopt, {context.waiter}, 0}).first->second);
}

void Flow::keep_approvals(const std::vector<protocol::Approval>& approvals,
                          const std::vector<base::Bytes>& certificates) {
  for (const auto& approval : approvals)
    must(m_ledger.put_approval(crypto::sha256(approval.single()), stored(approval)));
  for (const auto& certificate : certificates) must(m_ledger.put_blob(crypto::sha256(certificate), certificate));
}

}  // namespace antin::keeper
