// A revision is to end: find the facts, decide, record. Nothing is signed for it, so its entry is the outcome; the
// reply waits for it as any other does.
#include "core/crypto/sha2.hpp"
#include "daemon/keeper/flow/codes.hpp"
#include "daemon/keeper/flow/flow.hpp"
#include "daemon/process/logging.hpp"
#include "policy/grants.hpp"

namespace antin::keeper {
namespace {

using protocol::Code;

RevisionName name_of(const protocol::End& end) { return {end.unit, end.kind, end.record, end.revision}; }

// Unverified approvals are refused last: any other answer holds whatever they turn out to be.
bool rests_on_approvals(const policy::EndingDecision& decision) {
  const auto* denial = std::get_if<policy::Denial>(&decision);
  return denial != nullptr && denial->reason == policy::DenialReason::approval_invalid;
}

EndingRecord record_of(const policy::ApprovedEnding& approved) {
  EndingRecord record;
  record.name = {approved.unit, approved.kind, approved.record, approved.revision};
  record.act = approved.act;
  record.step = approved.step;
  record.reason = approved.reason;
  record.system = approved.system;
  for (const auto& person : approved.people) {
    record.statements.push_back(person.statement);
    record.people.push_back(person.person);
    record.certificates.push_back(person.certificate);
  }
  return record;
}

}  // namespace

void Flow::serve(const Context& context, const protocol::End& end) {
  if (request_id_is_taken(context))
    return deny(context, Code::request_id_reused, attempt_of(context, Code::request_id_reused, end));
  if (!context.clock.trusted)
    return fail(context, Code::clock_untrusted, attempt_of(context, Code::clock_untrusted, end));

  const auto& rules = rules_for(end.approvals, end.unit, context.clock.now);
  std::vector<base::Bytes> certificates;
  auto decision = decide(context, end, rules, certificates);

  if (const auto* denial = std::get_if<policy::Denial>(&decision)) {
    const auto code = code_of(denial->reason);
    auto attempt = attempt_of(context, code, end);
    attempt.rule = denial->rule;
    attempt.policy = rules.policy.digest;
    if (denial->stop) return deny_all({context.waiter}, std::move(attempt), *denial->stop);
    if (protocol::facts(code).kind == protocol::Class::failed) return fail(context, code, std::move(attempt));
    return deny(context, code, std::move(attempt));
  }
  if (std::holds_alternative<policy::Repeat>(decision)) return repeat(context, name_of(end));
  if (!takes_work()) return refuse_unlogged(context.waiter, Code::log_closed);
  if (!m_witnesses.may_seal(context.clock.now))
    return fail(context, Code::witness_lag, attempt_of(context, Code::witness_lag, end));
  record(context, end, std::get<policy::EndingApproval>(std::move(decision)), certificates);
}

policy::EndingDecision Flow::decide(const Context& context, const protocol::End& end, const policy::text::Rules& rules,
                                    std::vector<base::Bytes>& certificates) {
  // As for a step: what a system may do is never judged by rules of yesterday.
  if (!policy::may_submit(m_in_force.policy(), context.system.name, end.unit, context.clock.now))
    return policy::Denial{policy::DenialReason::no_grant, context.system.name, {}};
  const auto now = context.clock.now;
  const auto facts = facts_of(end);
  policy::Ending ending{context.system.name, end.unit, end.kind, end.record, end.revision, end.act, end.step, {}};
  for (const auto& approval : end.approvals)
    ending.approvals.emplace_back().statement_hash = crypto::sha256(approval.statement);
  auto decision = policy::decide_ending(rules.policy, m_in_force.roster(), ending, facts, now);
  if (!rests_on_approvals(decision)) return decision;
  const auto verify_one = [&](const protocol::Approval& approval) {
    return verify_ending(approval.statement, approval.cms, m_in_force.people(), now);
  };
  ending.approvals = verify(context, end.approvals, verify_one, certificates);
  return policy::decide_ending(rules.policy, m_in_force.roster(), ending, facts, now);
}

policy::Facts Flow::facts_of(const protocol::End& end) {
  policy::Facts facts;
  for (const auto& step : must(m_ledger.steps(end.unit, end.kind, end.record, end.revision)))
    facts.steps.push_back(facts_of(step));
  facts.ending = ending_of(name_of(end));
  facts.stops = m_stops;
  return facts;
}

std::optional<policy::EndingFacts> Flow::ending_of(const RevisionName& name) {
  const auto known = must(m_ledger.ending(name));
  if (!known) return std::nullopt;
  return policy::EndingFacts{known->act, known->statements, known->leaf};
}

void Flow::repeat(const Context& context, const RevisionName& name) {
  const auto known = must(m_ledger.ending(name));
  must(m_ledger.remember_request(name, context.system.name, context.request, context.meaning));
  if (known->proof) return m_outbox.answer(context.waiter, known->result, *known->proof);
  m_outbox.answer_once_logged(context.waiter, known->result, known->index);
}

void Flow::record(const Context& context, const protocol::End& end, policy::EndingApproval approval,
                  const std::vector<base::Bytes>& certificates) {
  const auto& approved = approval.what();
  auto kept = record_of(approved);
  kept.at = context.clock.now;
  EndingEntry fields{kept.at, entry_clock(), kept.name,       kept.act,   kept.step, kept.reason, approved.digest,
                     {},      approved.rule, approved.policy, kept.system};
  fields.acting = approved.acting.value_or("");
  for (const auto& person : approved.people)
    fields.people.push_back({person.person, person.role, "certificate", person.statement});

  const auto entry = encode(fields, m_identity.person_key);
  const auto appended = append(entry, kept.at);
  kept.index = appended.index;
  kept.leaf = appended.leaf;
  kept.result = protocol::encode(protocol::EndResult{appended.index, entry});
  keep_approvals(end.approvals, certificates);
  must(m_ledger.end_revision(kept, context.request, context.meaning));
  m_outbox.answer_once_logged(context.waiter, kept.result, kept.index);
}

}  // namespace antin::keeper
