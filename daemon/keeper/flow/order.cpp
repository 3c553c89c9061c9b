// What security officers order at once: recorded, and in force with its entry, before anything else is looked at.
#include "core/crypto/sha2.hpp"
#include "daemon/keeper/flow/flow.hpp"
#include "daemon/process/logging.hpp"

namespace antin::keeper {
namespace {

using protocol::Code;

const base::Bytes& statement_of(const SignedOrder& order) {
  return std::visit([](const auto& one) -> const base::Bytes& { return one.statement; }, order);
}

Ordered refused(Code code, const OrderRecord& record = {}) {
  Ordered out;
  out.refusal = code;
  if (record.act != OrderAct::unknown) out.target = record.target;
  const auto& facts = protocol::facts(code);
  out.said = std::string(facts.name) + ": " + std::string(facts.text);
  return out;
}

Ordered outcome_of(const OrderRecord& record) {
  return {std::nullopt, record.target, record.index, record.result, said_of(record)};
}

}  // namespace

void Flow::serve(const Context& context, const protocol::Stop& stop) { serve_order(context, stop); }

void Flow::serve(const Context& context, const protocol::Resume& resume) { serve_order(context, resume); }

// Whichever system brings it: it only carries, as always.
void Flow::serve_order(const Context& context, const SignedOrder& order) {
  if (request_id_is_taken(context))
    return deny(context, Code::request_id_reused, attempt_of(context, Code::request_id_reused));
  const auto ordered = take_order(order, context.system.name);
  if (!ordered.refusal) return m_outbox.answer_once_logged(context.waiter, ordered.result, ordered.index);
  const auto code = *ordered.refusal;
  if (!protocol::facts(code).logged) return refuse_unlogged(context.waiter, code);
  auto attempt = attempt_of(context, code);
  attempt.target = ordered.target;
  if (protocol::facts(code).kind == protocol::Class::failed) return fail(context, code, std::move(attempt));
  deny(context, code, std::move(attempt));
}

// A stop needs no exact clock: who is unsure had better stop.
Ordered Flow::take_order(const SignedOrder& order, const std::string& system) {
  if (m_closed) return refused(Code::log_closed);
  const auto clock = m_clock.read();
  if (std::holds_alternative<protocol::Resume>(order) && !clock.trusted) return refused(Code::clock_untrusted);
  const auto by = officers();
  const auto judged = judge(order, {m_in_force.policy(), by, m_in_force.people(), m_ledger, clock.now});
  if (judged.refusal) return refused(*judged.refusal, judged.record);
  return judged.is_repeat ? outcome_of(judged.record) : outcome_of(record(judged, order, system));
}

OrderRecord Flow::record(const JudgedOrder& judged, const SignedOrder& order, const std::string& system) {
  auto kept = judged.record;
  kept.at = m_clock.read().now;
  const auto entry = encode(OrderEntry{kept.at, entry_clock(), kept.act, kept.target, kept.reason, judged.previous,
                                       kept.statement, named(judged.signers), system, m_in_force.policy().digest});
  const auto appended = append(entry, kept.at);
  kept.index = appended.index;
  kept.leaf = appended.leaf;
  kept.result = protocol::encode(protocol::OrderResult{appended.index, entry});
  must(m_ledger.put_blob(kept.statement, statement_of(order)));
  for (const auto& signer : judged.signers) must(m_ledger.put_blob(crypto::sha256(signer.cms), signer.cms));
  must(m_ledger.keep_order(kept));
  process::log_warning("security officers have " + std::string(kept.act == OrderAct::stop ? "stopped " : "resumed ") +
                       base::print(kept.target));
  m_stops = stops_in(m_ledger);
  if (kept.act == OrderAct::stop)
    hold_back();
  else
    drive_parked();
  return kept;
}

}  // namespace antin::keeper
