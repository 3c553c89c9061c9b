// Clients give back what they keep of a log that was lost with its disk: each receipt is verified by itself, and what
// it proves is from then on as if it had been carried over. Nothing is decided anew: it was, in that log.
#include <algorithm>

#include "core/crypto/sha2.hpp"
#include "core/evidence/detached_cms.hpp"
#include "core/statement/statement.hpp"
#include "daemon/keeper/flow/flow.hpp"
#include "daemon/keeper/ledger/succession_entries.hpp"
#include "daemon/process/logging.hpp"
#include "policy/grants.hpp"

namespace antin::keeper {
namespace {

using protocol::Code;

RevisionName revision_of(const StepName& name) { return {name.unit, name.kind, name.record, name.revision}; }

std::string_view what(const GivenEntry& said) { return said.ending ? base::name_of(*said.ending) : "done"; }

std::string described(const Receipt& receipt) {
  const auto& name = receipt.said.name;
  return "entry " + std::to_string(receipt.index) + " of " + receipt.log->origin + ", " + name.unit + "/" + name.kind +
         "/" + name.record + "/" + std::to_string(name.revision) + (name.step.empty() ? "" : "/" + name.step);
}

const protocol::Approval* approval_by(const GivenPerson& person, const std::vector<protocol::Approval>& approvals) {
  for (const auto& approval : approvals) {
    if (crypto::sha256(approval.single()) != person.statement) continue;
    const auto bulk = approval.bulk ? std::optional(crypto::sha256(approval.statement)) : std::nullopt;
    if (bulk == person.bulk) return &approval;
  }
  return nullptr;
}

// Whose approval it is: of the person whose certificate it is, or of the one whom a system vouched for.
const policy::Person* person_behind(const protocol::Approval& approval, const base::Sha256Hash& certificate,
                                    const policy::Roster& roster) {
  const auto said = statement::parse_approve(base::text(approval.single()));
  return said && said->vouched ? roster.find(said->vouched->person) : roster.find_by_certificate(certificate);
}

StepRecord step_in(const Receipt& receipt, const Approvers& approvers) {
  StepRecord step;
  step.name = receipt.said.name;
  step.status = StepStatus::done;
  step.digest = receipt.said.digest;
  step.at = receipt.said.at;
  step.result = receipt.result;
  if (!approvers.are_known) return step;
  step.people = approvers.people;
  for (const auto& certificate : approvers.certificates) step.certificates.push_back(crypto::sha256(certificate));
  return step;
}

EndingRecord ending_in(const Receipt& receipt, const Approvers& approvers) {
  EndingRecord ending;
  const auto& said = receipt.said;
  ending.name = revision_of(said.name);
  ending.act = *said.ending;
  ending.step = said.name.step;
  ending.reason = said.reason;
  for (const auto& person : said.people) ending.statements.push_back(person.statement);
  if (approvers.are_known) ending.people = approvers.people;
  for (const auto& certificate : approvers.certificates) ending.certificates.push_back(crypto::sha256(certificate));
  ending.system = said.system;
  ending.at = said.at;
  ending.result = receipt.result;
  return ending;
}

}  // namespace

void Flow::serve(const Context& context, const protocol::GiveBack& give) {
  if (request_id_is_taken(context))
    return deny(context, Code::request_id_reused, attempt_of(context, Code::request_id_reused));
  if (!takes_work()) return refuse_unlogged(context.waiter, Code::log_closed);
  const auto lost = must(m_ledger.lost_logs());
  protocol::GiveBackResult result;
  std::optional<std::uint64_t> last_new, newest;
  for (const auto& given : give.receipts) {
    const auto size = must(m_ledger.size());
    auto outcome = take_back(context, given, lost);
    if (const auto* taken = std::get_if<protocol::ReceiptTaken>(&outcome); taken != nullptr && taken->index != 0) {
      newest = std::max(newest.value_or(0), taken->index);
      if (taken->index >= size) last_new = taken->index;
    }
    result.outcomes.push_back(std::move(outcome));
  }
  const auto octets = protocol::encode(result);
  if (last_new) return m_outbox.answer_once_logged(context.waiter, octets, *last_new);
  if (newest) return m_outbox.answer_once_logged(context.waiter, octets, *newest, Shown::nothing);
  m_outbox.answer(context.waiter, octets);
}

TakenBack Flow::take_back(const Context& context, const protocol::GivenReceipt& given,
                          const std::vector<LostLog>& lost) {
  auto receipt = read_receipt(given, lost);
  if (!receipt) return refuse_receipt(context, Code::receipt_invalid, receipt.error().text, nullptr);
  const auto& unit = receipt->said.name.unit;
  if (!policy::may_submit(m_in_force.policy(), context.system.name, unit, context.clock.now))
    return refuse_receipt(context, Code::no_grant, {}, &receipt->said);
  if (const auto before = must(m_ledger.given_back(receipt->leaf)))
    return protocol::ReceiptTaken{before->counts ? protocol::Taking::known : protocol::Taking::conflict, before->logged,
                                  receipt->leaf};
  const auto filled = filling(*receipt);
  if (filled && !filled->is_ours && filled->leaf == receipt->leaf)
    return protocol::ReceiptTaken{protocol::Taking::known, 0, receipt->leaf};
  // The backup would have it, were it of the log that signed this.
  if (receipt->index < receipt->log->in_hand) receipt->seen = Seen::forked;
  const auto approvers = approvers_of(*receipt, given.approvals);
  if (receipt->said.ending && approvers.certificates.size() != receipt->said.people.size())
    return refuse_receipt(context, Code::receipt_invalid, "an ending comes with what people signed for it",
                          &receipt->said);
  return record(context, *receipt, approvers, filled);
}

protocol::WireError Flow::refuse_receipt(const Context& context, Code code, const std::string& why,
                                         const GivenEntry* said) {
  auto attempt = attempt_of(context, code);
  if (said != nullptr) attempt.name = said->name;
  if (takes_entry(context.system.name, code, context.clock.now))
    append(encode(DeniedEntry{std::move(attempt)}), context.clock.now);
  auto error = protocol::wire_error(code);
  if (!why.empty()) error.text += " What is wrong: " + why + ".";
  return error;
}

// A step that this log has open fills its place too: a seal over it may exist already.
std::optional<Filled> Flow::filling(const Receipt& receipt) {
  const auto& name = receipt.said.name;
  const auto steps = must(m_ledger.steps(name.unit, name.kind, name.record, name.revision));
  if (!receipt.said.ending) {
    for (const auto& step : steps)
      if (step.name.step == name.step)
        return Filled{step.status == StepStatus::done ? std::optional(step.leaf) : std::nullopt, !step.proof};
    return std::nullopt;
  }
  if (const auto ending = must(m_ledger.ending(revision_of(name)))) return Filled{ending->leaf, !ending->proof};
  // The revision went on here, as it should not have.
  for (const auto& step : steps)
    if (!step.proof) return Filled{step.status == StepStatus::done ? std::optional(step.leaf) : std::nullopt, true};
  return std::nullopt;
}

// Known are those whose signature over the very statement is at hand, by a certificate of somebody in the roster whom
// the lost log's entry names: its person key is the backup's. Whoever is not known may be anybody who acts later.
Approvers Flow::approvers_of(const Receipt& receipt, const std::vector<protocol::Approval>& approvals) const {
  Approvers out;
  out.are_known = true;
  for (const auto& person : receipt.said.people) {
    const auto* approval = approval_by(person, approvals);
    const auto signed_by = approval == nullptr
                               ? base::Result<evidence::SignedBy, evidence::Problem>(evidence::Problem{})
                               : evidence::read_detached_cms(approval->cms, approval->statement);
    if (!signed_by) {
      out.are_known = false;
      continue;
    }
    const auto* known = person_behind(*approval, signed_by->certificate.hash, m_in_force.roster());
    if (known == nullptr || print_person(receipt.log->person_key, known->id) != person.id)
      out.are_known = false;
    else
      out.people.push_back(known->id);
    out.approvals.push_back(*approval);
    out.certificates.push_back(signed_by->certificate.der);
  }
  return out;
}

protocol::ReceiptTaken Flow::record(const Context& context, const Receipt& receipt, const Approvers& approvers,
                                    const std::optional<Filled>& filled) {
  const auto& said = receipt.said;
  GivenBackEntry fields{context.clock.now,
                        receipt.log->origin,
                        receipt.index,
                        receipt.leaf,
                        std::string(what(said)),
                        said.name,
                        context.system.name,
                        filled ? "conflict" : "taken",
                        std::string(name_of(receipt.seen)),
                        approvers.are_known,
                        said.seal,
                        std::nullopt,
                        filled ? filled->leaf : std::nullopt,
                        m_in_force.policy().digest};
  if (!said.ending) fields.token = said.token;
  const auto appended = append(encode(fields), context.clock.now);
  const GivenBack kept{receipt.log->number, receipt.index, receipt.leaf, receipt.proof, !filled,
                       context.clock.now,   appended.index};
  for (const auto* blob : {&receipt.entry, &receipt.seal, &receipt.token})
    if (!blob->empty()) must(m_ledger.put_blob(crypto::sha256(*blob), *blob));
  keep_approvals(approvers.approvals, approvers.certificates);
  if (filled)
    must(m_ledger.take_back(kept));
  else if (said.ending)
    must(m_ledger.take_back(ending_in(receipt, approvers), kept));
  else
    must(m_ledger.take_back(step_in(receipt, approvers), said.key, kept));
  if (filled)
    process::log_error("ALARM: a second outcome of what has one: " + described(receipt) + ", is kept as evidence");
  if (receipt.seen != Seen::witnessed)
    process::log_error("ALARM: no witness has seen the checkpoint (" + std::string(name_of(receipt.seen)) + ") of " +
                       described(receipt));
  return {filled ? protocol::Taking::conflict : protocol::Taking::taken, appended.index, receipt.leaf};
}

// The rules hold people apart, so they need to be known. A return needs nobody but who returns.
bool Flow::rests_on_unknown_approvers(const protocol::Submit& submit) {
  const auto steps = must(m_ledger.steps(submit.unit, submit.kind, submit.record, submit.revision));
  return std::any_of(steps.begin(), steps.end(),
                     [](const StepRecord& step) { return step.proof && step.people.empty(); });
}

}  // namespace antin::keeper
