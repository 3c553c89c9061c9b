// The roster is to change: each item is decided by itself, on the word of the registrars who signed for all of them,
// and recorded. Nothing is signed for it, so its entry is the outcome.
#include "core/crypto/sha2.hpp"
#include "daemon/keeper/flow/codes.hpp"
#include "daemon/keeper/flow/flow.hpp"
#include "daemon/process/logging.hpp"
#include "policy/grants.hpp"
#include "policy/succession.hpp"

namespace antin::keeper {
namespace {

using protocol::Code;
using Outcome = std::variant<protocol::RosterDone, protocol::WireError>;

// Signatures that nobody has verified are refused last: any other answer holds whatever they turn out to be.
bool rests_on_signatures(const policy::RegistrationDecision& decision) {
  const auto* denial = std::get_if<policy::Denial>(&decision);
  return denial != nullptr && denial->reason == policy::DenialReason::approval_invalid;
}

bool has_dates(base::RosterAction action) {
  return action == base::RosterAction::enrol || action == base::RosterAction::acting_for;
}

RosterRecord record_of(const policy::Registered& registered, const base::Sha256Hash& statement, base::Instant at) {
  const auto& change = registered.change;
  RosterRecord record;
  record.statement = statement;
  record.action = change.action;
  record.unit = change.unit;
  record.person = change.person;
  record.certificate = change.certificate;
  record.identity = change.identity;
  record.role = change.role;
  record.scope = change.scope;
  if (has_dates(change.action)) {
    record.from = change.from;
    record.until = change.until;
  }
  record.acting_for = change.acting_for;
  record.system = registered.system;
  record.at = at;
  return record;
}

StoredRosterChange stored(const protocol::ChangeRoster& change, const protocol::RosterItem& item) {
  StoredRosterChange out{change.statement, change.cms};
  if (!item.statement.empty()) out.item = StoredRosterItem{item.statement, item.index, item.path};
  return out;
}

}  // namespace

void Flow::serve(const Context& context, const protocol::ChangeRoster& change) {
  if (request_id_is_taken(context))
    return deny(context, Code::request_id_reused, attempt_of(context, Code::request_id_reused));
  if (!context.clock.trusted) return fail(context, Code::clock_untrusted, attempt_of(context, Code::clock_untrusted));
  if (!takes_work()) return refuse_unlogged(context.waiter, Code::log_closed);
  if (!m_witnesses.may_seal(context.clock.now))
    return fail(context, Code::witness_lag, attempt_of(context, Code::witness_lag));
  protocol::ChangeRosterResult result;
  std::optional<VerifiedRegistrars> registrars;  // verified when the first item comes to need them
  std::optional<std::uint64_t> last_new, newest;
  for (const auto& item : change.items) {
    const auto size = must(m_ledger.size());
    auto outcome = serve(context, change, item, registrars);
    if (const auto* done = std::get_if<protocol::RosterDone>(&outcome)) {
      newest = std::max(newest.value_or(0), done->index);
      if (done->index >= size) last_new = done->index;
    }
    result.outcomes.push_back(std::move(outcome));
  }
  const auto octets = protocol::encode(result);
  if (last_new) {
    m_newest_change = last_new;
    return m_outbox.answer_once_logged(context.waiter, octets, *last_new);
  }
  if (newest) return m_outbox.answer_once_logged(context.waiter, octets, *newest, Shown::nothing);
  m_outbox.answer(context.waiter, octets);
}

Outcome Flow::serve(const Context& context, const protocol::ChangeRoster& change, const protocol::RosterItem& item,
                    std::optional<VerifiedRegistrars>& registrars) {
  const auto read = read_item(change, item);
  // What a system may do is never judged by rules of yesterday, and who may not ask learns nothing.
  if (read.said &&
      policy::may_submit(m_in_force.policy(), context.system.name, read.said->change.unit, context.clock.now))
    if (const auto done = must(m_ledger.roster_change(read.hash))) return protocol::RosterDone{done->index, done->leaf};
  auto decision = decide(context, change, item, read, registrars);
  if (auto* denial = std::get_if<policy::Denial>(&decision)) return refuse(context, *denial, read);
  return record(context, change, item, read, std::get<policy::Registration>(std::move(decision)), *registrars);
}

policy::RegistrationDecision Flow::decide(const Context& context, const protocol::ChangeRoster& change,
                                          const protocol::RosterItem& item, const ReadItem& read,
                                          std::optional<VerifiedRegistrars>& registrars) {
  const auto now = context.clock.now;
  if (read.said &&
      !policy::may_submit(m_in_force.policy(), context.system.name, read.said->change.unit, context.clock.now))
    return policy::Denial{policy::DenialReason::no_grant, context.system.name, {}};
  const auto* named = read.said ? m_in_force.rules(read.said->policy, now) : nullptr;
  // As for a step: who answers for the unit is never judged by a bundle of yesterday.
  if (named != nullptr && policy::answers_differ(named->policy, m_in_force.policy(), read.said->change.unit, now))
    named = nullptr;
  const auto& policy = named != nullptr ? named->policy : m_in_force.policy();
  policy::RosterRequest request{context.system.name, read.said, read.hash, {}, std::nullopt, m_stops};
  request.registrars.resize(change.cms.size());
  auto decision = policy::decide_registration(policy, m_in_force.roster(), request, now);
  if (!rests_on_signatures(decision) || !read.is_covered) return decision;
  if (!registrars) {
    registrars = verify_registrars(change, m_in_force.people(), now);
    if (!registrars->problem.empty())
      process::log_info("a roster change from " + context.system.name + " does not hold: " + registrars->problem);
  }
  request.registrars = registrars->signatures;
  if (!item.certificate.empty())
    request.certificate = verify_presented(item.certificate, m_in_force.people(), m_identity.person_key, now);
  return policy::decide_registration(policy, m_in_force.roster(), request, now);
}

protocol::WireError Flow::refuse(const Context& context, const policy::Denial& denial, const ReadItem& read) {
  const auto code = code_of(denial.reason);
  auto attempt = attempt_of(context, code);
  attempt.rule = denial.rule;
  if (read.said) attempt.unit = read.said->change.unit;
  attempt.target = denial.stop;
  if (takes_entry(context.system.name, code, context.clock.now)) {
    const bool failed = protocol::facts(code).kind == protocol::Class::failed;
    append(failed ? encode(FailedEntry{attempt}) : encode(DeniedEntry{attempt}), context.clock.now);
  }
  return protocol::wire_error(code);
}

protocol::RosterDone Flow::record(const Context& context, const protocol::ChangeRoster& change,
                                  const protocol::RosterItem& item, const ReadItem& read,
                                  const policy::Registration& permission, const VerifiedRegistrars& registrars) {
  const auto& registered = permission.what();
  auto kept = record_of(registered, read.hash, context.clock.now);
  RosterEntry fields{kept.at,
                     entry_clock(),
                     kept.action,
                     kept.unit,
                     kept.person,
                     kept.role.value_or(""),
                     kept.scope.value_or(""),
                     kept.acting_for.value_or(""),
                     kept.from,
                     kept.until,
                     kept.certificate,
                     kept.statement,
                     {},
                     registered.rule,
                     registered.policy,
                     kept.system};
  for (const auto& person : registered.registrars)
    fields.registrars.push_back({person.person, person.role, "certificate", person.statement, read.batch});
  const auto appended = append(encode(fields, m_identity.person_key), kept.at);
  kept.index = appended.index;
  kept.leaf = appended.leaf;
  for (const auto& certificate : registrars.certificates)
    must(m_ledger.put_blob(crypto::sha256(certificate), certificate));
  if (kept.certificate) must(m_ledger.put_blob(*kept.certificate, item.certificate));
  must(m_ledger.change_roster(kept, stored(change, item)));
  m_roster_changed = true;
  m_in_force.roster().apply(permission, kept.at);
  return {kept.index, kept.leaf};
}

}  // namespace antin::keeper
