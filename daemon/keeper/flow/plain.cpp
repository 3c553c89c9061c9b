// The plain requests: a timestamp for a system, what is known about a record, and what a client needs to begin.
#include "core/crypto/sha2.hpp"
#include "core/evidence/timestamp_token.hpp"
#include "daemon/keeper/flow/codes.hpp"
#include "daemon/keeper/flow/flow.hpp"
#include "daemon/process/logging.hpp"
#include "policy/succession.hpp"

namespace antin::keeper {
namespace {

using protocol::Code;

// What RFC 3161 2.4.2 has a word for goes into the response; the rest is a failure of ours.
std::optional<forms::TimestampFailure> failure_of(StampFault fault) {
  using enum StampFault;
  switch (fault) {
    case clock_untrusted: return forms::TimestampFailure::time_not_available;
    case unaccepted_policy: return forms::TimestampFailure::unaccepted_policy;
    case bad_imprint: return forms::TimestampFailure::bad_alg;
    case bad_nonce: return forms::TimestampFailure::bad_request;
    case certificate_expired:
    case certificate_revoked:
    case certificate_untrusted:
    case revocation_stale:
    case serials_exhausted:
    case signature_invalid:
    case unknown: break;
  }
  return std::nullopt;
}

std::string name_of(policy::Grant grant) {
  switch (grant) {
    case policy::Grant::submit: return "submit";
    case policy::Grant::timestamp: return "timestamp";
    case policy::Grant::audit_own: return "audit-own";
    case policy::Grant::auditor: return "auditor";
    case policy::Grant::govern: return "govern";
    case policy::Grant::unknown: break;
  }
  return "unknown";
}

std::string name_of(policy::StepUnit unit) {
  switch (unit) {
    case policy::StepUnit::own: return "own";
    case policy::StepUnit::parent: return "parent";
    case policy::StepUnit::unknown: break;
  }
  return "unknown";
}

std::string name_of(StepStatus status) {
  switch (status) {
    case StepStatus::open: return "open";
    case StepStatus::done: return "done";
    case StepStatus::unknown: break;
  }
  return "unknown";
}

protocol::EndingShape shape_of(base::Act act, const policy::EndingRule& rule) {
  return {act, {}, rule.roles, rule.approvers, rule.reasons};
}

protocol::WorkflowShape shape_of(const policy::Workflow& workflow) {
  protocol::WorkflowShape shape{workflow.kind, {}, {}};
  for (const auto& step : workflow.steps) {
    shape.steps.push_back(
        {step.name, step.roles, step.approvers, step.seal.has_value(), step.proof == policy::Proof::vouched});
    if (!step.returns.empty()) shape.endings.push_back({base::Act::returned, step.name, step.roles, 1, step.returns});
  }
  if (workflow.supersede) shape.endings.push_back(shape_of(base::Act::superseded, *workflow.supersede));
  if (workflow.withdraw) shape.endings.push_back(shape_of(base::Act::withdrawn, *workflow.withdraw));
  return shape;
}

}  // namespace

void Flow::serve(const Context& context, const protocol::Timestamp& timestamp) {
  if (const auto denial = policy::deny_timestamp(m_in_force.policy(), context.system.name))
    return deny(context, code_of(denial->reason), attempt_of(context, code_of(denial->reason)));
  if (const auto used = must(m_ledger.used_request(context.system.name, context.request))) {
    if (used->meaning != context.meaning || !used->result)
      return deny(context, Code::request_id_reused, attempt_of(context, Code::request_id_reused));
    const auto index = std::get<protocol::TimestampResult>(protocol::parse_result(*used->result).value()).index;
    return m_outbox.answer_once_logged(context.waiter, *used->result, index);
  }
  const StampName name{context.system.name, context.request};
  if (const auto under_way = m_stamps.find(name); under_way != m_stamps.end()) {
    if (under_way->second.meaning != context.meaning)
      return deny(context, Code::request_id_reused, attempt_of(context, Code::request_id_reused));
    if (under_way->second.waiters.size() >= m_limits.waiters) return refuse_unlogged(context.waiter, Code::overloaded);
    under_way->second.waiters.push_back(context.waiter);
    return;
  }
  if (const auto denial = policy::deny_stopped_timestamp(m_in_force.policy(), m_stops, context.system.name))
    return deny_all({context.waiter}, attempt_of(context, Code::stopped), *denial->stop);
  if (!takes_work()) return refuse_unlogged(context.waiter, Code::log_closed);
  if (!m_witnesses.may_seal(context.clock.now))
    return fail(context, Code::witness_lag, attempt_of(context, Code::witness_lag));
  if (overloaded()) return refuse_unlogged(context.waiter, Code::overloaded);

  const auto request = evidence::parse_timestamp_request(timestamp.request);
  if (!request) return reject_timestamp(context, forms::TimestampFailure::bad_data_format);
  if (request->has_extensions) return reject_timestamp(context, forms::TimestampFailure::unaccepted_extension);
  auto prepared = m_in_force.authority().prepare({request->imprint, request->nonce, request->policy});
  if (!prepared) {
    process::log_warning("no timestamp for " + context.system.name + ": " + prepared.error().text);
    if (const auto failure = failure_of(prepared.error().fault)) return reject_timestamp(context, *failure);
    return fail(context, Code::hsm_unavailable, attempt_of(context, Code::hsm_unavailable));
  }
  const auto operation = begin(name);
  m_outbox.order(operation, [operation, key = m_in_force.policy().timestamp.key, token = *prepared](KeyStore& keys) {
    keys.sign_timestamp(operation, key, token.info_der, token.attributes);
  });
  m_stamps.emplace(
      name,
      PlainStamp{
          context.system.name, context.meaning, request->wants_certificates, std::move(*prepared), {context.waiter}});
}

void Flow::reject_timestamp(const Context& context, forms::TimestampFailure failure) {
  const bool clock = failure == forms::TimestampFailure::time_not_available;
  const auto code = clock ? Code::clock_untrusted : Code::malformed;
  const auto attempt = attempt_of(context, code);
  // An RFC 3161 client understands its own response best.
  protocol::TimestampResult result{0, {}, forms::rejected_response(failure)};
  if (takes_entry(context.system.name, code, context.clock.now)) {
    result.entry = clock ? encode(FailedEntry{attempt}) : encode(DeniedEntry{attempt});
    result.index = append(result.entry, context.clock.now).index;
  }
  m_outbox.answer(context.waiter, protocol::encode(result));
}

void Flow::stamped(const StampName& name, base::ByteView signature) {
  if (const auto stop = policy::stop_of_timestamp(m_in_force.policy(), m_stops)) return hold(name, *stop);
  const auto& stamp = m_stamps.at(name);
  const auto now = m_clock.read().now;
  const auto token = m_in_force.authority().finish(stamp.token, signature, stamp.with_certificates);
  if (!token) {
    process::log_error("the time key gave a signature that does not hold: " + token.error().text);
    return stamp_failed(name, Code::hsm_unavailable);
  }
  const EntryToken in_entry{stamp.token.info.gen_time, stamp.token.info.serial, crypto::sha256(*token)};
  const auto entry = encode(
      TimestampEntry{now, entry_clock(), stamp.system, stamp.token.info.imprint, m_in_force.policy().digest, in_entry});
  must(m_ledger.put_blob(in_entry.sha256, *token));
  const auto appended = append(entry, now);
  const auto result =
      protocol::encode(protocol::TimestampResult{appended.index, entry, forms::granted_response(*token)});
  must(m_ledger.keep_timestamp(name.first, name.second, stamp.meaning, now, result));
  for (const auto& waiter : stamp.waiters) m_outbox.answer_once_logged(waiter, result, appended.index);
  m_stamps.erase(StampName(name));
}

void Flow::stamp_failed(const StampName& name, Code code) {
  const auto stamp = m_stamps.extract(name);
  if (stamp.empty()) return;
  const auto now = m_clock.read().now;
  Attempt attempt;
  attempt.at = now;
  attempt.system = stamp.mapped().system;
  attempt.code = protocol::facts(code).name;
  attempt.policy = m_in_force.policy().digest;
  if (takes_entry(attempt.system, code, now)) append(encode(FailedEntry{std::move(attempt)}), now);
  for (const auto& waiter : stamp.mapped().waiters) m_outbox.answer(waiter, protocol::wire_error(code));
}

void Flow::serve(const Context& context, const protocol::Lookup& lookup) {
  if (const auto denial =
          policy::deny_lookup(m_in_force.policy(), context.system.name, lookup.unit, context.clock.now)) {
    auto attempt = attempt_of(context, code_of(denial->reason));
    attempt.name = StepName{lookup.unit, lookup.kind, lookup.record, lookup.revision, lookup.step};
    return deny(context, code_of(denial->reason), std::move(attempt));
  }
  protocol::LookupResult result;
  std::optional<std::uint64_t> newest;  // entry of those that the answer tells of
  std::optional<std::string> carried;   // the proof of another log, for the result
  for (const auto& step : must(m_ledger.steps(lookup.unit, lookup.kind, lookup.record, lookup.revision))) {
    protocol::StepState state{step.name.step, name_of(step.status), step.digest, 0, std::nullopt, std::nullopt};
    if (step.status == StepStatus::done) {
      state.index = step.index;
      if (!step.proof) newest = std::max(newest.value_or(0), step.index);
      state.leaf = step.leaf;
      state.at = step.at;
      if (step.name.step == lookup.step) {
        auto stored = protocol::parse_result(step.result);
        if (stored) result.result = std::get<protocol::StepResult>(std::move(*stored));
        carried = step.proof;
      }
    }
    result.steps.push_back(std::move(state));
  }
  if (result.steps.empty()) return m_outbox.answer(context.waiter, protocol::wire_error(Code::not_found));
  if (const auto ending = must(m_ledger.ending({lookup.unit, lookup.kind, lookup.record, lookup.revision}))) {
    result.ending = protocol::Ending{ending->act,  ending->reason, ending->index,
                                     ending->leaf, ending->at,     ending->proof.value_or("")};
    if (!ending->proof) newest = std::max(newest.value_or(0), ending->index);
  }
  result.newest_revision = must(m_ledger.newest_revision(lookup.unit, lookup.kind, lookup.record));
  const auto answering = policy::answering_for(m_in_force.policy(), lookup.unit, context.clock.now);
  if (answering.how == policy::Answer::successor) result.successor = answering.unit->code;
  answer(context.waiter, result, newest, carried);
}

// As soon as all that it tells of is logged.
void Flow::answer(const Waiter& to, const protocol::LookupResult& result, std::optional<std::uint64_t> newest,
                  const std::optional<std::string>& carried) {
  const auto octets = protocol::encode(result);
  if (!newest) return carried ? m_outbox.answer(to, octets, *carried) : m_outbox.answer(to, octets);
  if (carried) return m_outbox.answer_once_logged(to, octets, *newest, *carried);
  if (!result.result) return m_outbox.answer_once_logged(to, octets, *newest, Shown::nothing);
  m_outbox.answer_once_logged(to, octets, result.result->index, Shown::proof, *newest);
}

void Flow::serve(const Context& context, const protocol::About&) {
  const auto& policy = m_in_force.policy();
  protocol::AboutResult about{
      policy.origin, policy.digest, policy.version, context.system.name, context.system.units, {}, {}, {}};
  for (const auto grant : context.system.grants) about.grants.push_back(name_of(grant));
  for (const auto& [kind, workflow] : policy.workflows) about.workflows.push_back(shape_of(workflow));
  for (const auto& [role, rule] : policy.registration)
    about.registration.push_back(
        {{role}, name_of(rule.unit), rule.registrar, policy::registrars_needed(policy, role, rule), rule.acts_for});
  if (m_next_key) about.next_key = protocol::NextKey{m_next_key->endpoint, m_next_key->key};
  m_outbox.answer(context.waiter, protocol::encode(about));
}

}  // namespace antin::keeper
