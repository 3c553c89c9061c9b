// Refusals: denied (policy said no) and failed (we could not) become entries, and the reply waits for them like any
// other.
#include "daemon/keeper/flow/flow.hpp"
#include "daemon/process/logging.hpp"

namespace antin::keeper {

Attempt Flow::attempt_of(const Context& context, protocol::Code code) const {
  Attempt attempt;
  attempt.at = context.clock.now;
  attempt.system = context.system.name;
  attempt.code = protocol::facts(code).name;
  attempt.policy = m_in_force.policy().digest;
  return attempt;
}

Attempt Flow::attempt_of(const Context& context, protocol::Code code, const protocol::Submit& submit) const {
  auto attempt = attempt_of(context, code);
  attempt.name = StepName{submit.unit, submit.kind, submit.record, submit.revision, submit.step};
  attempt.digest = submit.digest;
  return attempt;
}

Attempt Flow::attempt_of(const Context& context, protocol::Code code, const protocol::End& end) const {
  auto attempt = attempt_of(context, code);
  attempt.name = StepName{end.unit, end.kind, end.record, end.revision, end.step};
  return attempt;
}

void Flow::deny(const Context& context, protocol::Code code, Attempt attempt) {
  if (takes_entry(context.system.name, code, context.clock.now))
    append(encode(DeniedEntry{std::move(attempt)}), context.clock.now);
  m_outbox.answer(context.waiter, protocol::wire_error(code));
}

void Flow::fail(const Context& context, protocol::Code code, Attempt attempt) {
  if (takes_entry(context.system.name, code, context.clock.now))
    append(encode(FailedEntry{std::move(attempt)}), context.clock.now);
  m_outbox.answer(context.waiter, protocol::wire_error(code));
}

void Flow::refuse(const Context& context, protocol::Code code) {
  const bool is_failure = protocol::facts(code).kind == protocol::Class::failed;
  return is_failure ? fail(context, code, attempt_of(context, code)) : deny(context, code, attempt_of(context, code));
}

void Flow::refuse_unlogged(const Waiter& waiter, protocol::Code code, unsigned retry_after_ms) {
  m_denials.count_unlogged(code);
  m_outbox.answer(waiter, protocol::wire_error(code, retry_after_ms));
}

bool Flow::request_id_is_taken(const Context& context) {
  // A timestamp that is under way is in the ledger only when it is done.
  if (m_stamps.contains({context.system.name, context.request})) return true;
  const auto used = must(m_ledger.used_request(context.system.name, context.request));
  return used && used->meaning != context.meaning;
}

}  // namespace antin::keeper
