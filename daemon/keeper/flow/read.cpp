// The log's readers: what they may see of it, and the proofs for what they may not. Everything given out is covered by
// a published checkpoint.
#include "core/crypto/sha2.hpp"
#include "core/evidence/detached_cms.hpp"
#include "core/statement/request.hpp"
#include "daemon/keeper/flow/flow.hpp"
#include "daemon/process/logging.hpp"
#include "policy/grants.hpp"

namespace antin::keeper {
namespace {

using protocol::Code;

constexpr std::size_t page_limit = 56 * 1024;  // a frame, less what is around the entries
constexpr std::size_t bytes_around_an_entry = 8;
constexpr std::size_t followers_of_a_system = 64;
constexpr unsigned overload_retry_ms = 500;
constexpr auto longest_request_life = std::chrono::hours(1);

bool may_read(const policy::Policy& policy, const policy::System& system, const LoggedEntry& entry, base::Instant now) {
  return entry.system == system.name || (!entry.unit.empty() && policy::reads_of(policy, system, entry.unit, now));
}

protocol::Item item_of(const LoggedEntry& entry, bool shown) {
  if (shown) return entry.bytes;
  return entry.leaf;
}

std::size_t size_of(const protocol::Item& item) {
  const auto* entry = std::get_if<base::Bytes>(&item);
  return bytes_around_an_entry + (entry != nullptr ? entry->size() : sizeof(base::Sha256Hash));
}

// As it was submitted.
protocol::Approval presented(StoredApproval&& stored) {
  protocol::Approval approval{std::move(stored.statement), std::move(stored.cms)};
  if (auto& item = stored.item)
    approval.bulk = protocol::BulkItem{std::move(item->statement), item->index, std::move(item->path)};
  return approval;
}

protocol::StoredRosterChange presented(StoredRosterChange&& stored) {
  protocol::StoredRosterChange change{std::move(stored.statement), std::move(stored.signatures)};
  if (auto& item = stored.item)
    change.bulk = protocol::BulkItem{std::move(item->statement), item->index, std::move(item->path)};
  return change;
}

// What one frame holds of it.
protocol::StoredResult part_of(const base::Bytes& blob, std::uint64_t from) {
  const auto begin = blob.begin() + static_cast<std::ptrdiff_t>(from);
  const auto size = std::min<std::uint64_t>(blob.size() - from, protocol::blob_part_limit);
  return {base::Bytes(begin, begin + static_cast<std::ptrdiff_t>(size)), blob.size()};
}

}  // namespace

void Flow::serve(const Context& context, const protocol::Checkpoint&) {
  if (m_log.size() == 0) return refuse_unlogged(context.waiter, Code::overloaded, overload_retry_ms);
  m_outbox.answer(context.waiter, protocol::encode(protocol::CheckpointResult{m_log.newest(), m_log.cosigned()}));
}

void Flow::serve(const Context& context, const protocol::Consistency& consistency) {
  if (consistency.size > m_log.size()) return m_outbox.answer(context.waiter, protocol::wire_error(Code::not_found));
  m_outbox.answer(context.waiter,
                  protocol::encode(protocol::ConsistencyResult{m_log.consistency(consistency.from, consistency.size)}));
}

// nullptr: answered already.
Readings::Reading* Flow::use(const Context& context, const protocol::ReadingId& id) {
  const auto now = context.clock.now;
  if (const auto code = refusal_of_reader(context.system, now)) return refuse(context, *code), nullptr;
  auto* reading = m_readings.use(id, context.system.name, now);
  if (reading == nullptr) refuse(context, Code::no_reading);
  return reading;
}

// Nullopt: answered already.
std::optional<bool> Flow::reads_all(const Context& context, const std::optional<protocol::ReadingId>& reading) {
  if (!reading) return false;
  if (use(context, *reading) == nullptr) return std::nullopt;
  return true;
}

std::optional<std::uint64_t> Flow::index_of(const protocol::StepName& name) {
  for (const auto& step : must(m_ledger.steps(name.unit, name.kind, name.record, name.revision)))
    if (step.name.step == name.step && step.status == StepStatus::done && !step.proof) return step.index;
  return std::nullopt;
}

void Flow::serve(const Context& context, const protocol::Inclusion& inclusion) {
  const auto all = reads_all(context, inclusion.reading);
  if (!all) return;
  std::optional<std::uint64_t> index;
  if (const auto* given = std::get_if<std::uint64_t>(&inclusion.what)) {
    index = *given;
  } else if (const auto& name = std::get<protocol::StepName>(inclusion.what);
             *all || policy::reads_of(m_in_force.policy(), context.system, name.unit, context.clock.now)) {
    index = index_of(name);
  }
  const auto size = inclusion.size == 0 ? m_log.size() : inclusion.size;
  if (!index || size > m_log.size() || *index >= size)
    return m_outbox.answer(context.waiter, protocol::wire_error(Code::not_found));
  const auto entry = must(m_ledger.entries(*index, 1)).at(0);
  protocol::InclusionResult result{*index, size, m_log.inclusion(*index, size), {}, {}};
  if (inclusion.size == 0) result.note = m_log.newest();
  result.item = item_of(entry, *all || may_read(m_in_force.policy(), context.system, entry, context.clock.now));
  m_outbox.answer(context.waiter, protocol::encode(result));
}

void Flow::serve(const Context& context, const protocol::Entries& entries) {
  if (!entries.reading && !policy::has_grant(context.system, policy::Grant::audit_own))
    return deny(context, Code::no_grant, attempt_of(context, Code::no_grant));
  if (!reads_all(context, entries.reading)) return;
  if (entries.from > m_log.size()) return m_outbox.answer(context.waiter, protocol::wire_error(Code::not_found));
  Follower follower{context.system.name, context.waiter, entries,
                    context.clock.now + std::chrono::milliseconds(entries.wait_ms)};
  if (entries.from < m_log.size() || entries.wait_ms == 0) return give(follower);
  const auto waiting = std::count_if(m_followers.begin(), m_followers.end(),
                                     [&](const Follower& one) { return one.system == follower.system; });
  if (static_cast<std::size_t>(waiting) >= followers_of_a_system)
    return refuse_unlogged(context.waiter, Code::overloaded, overload_retry_ms);
  m_followers.push_back(std::move(follower));
}

// A page, or nothing when there is nothing new.
void Flow::give(const Follower& follower) {
  const auto now = m_clock.read().now;
  const auto* system = policy::find_system(m_in_force.policy(), follower.system);
  if (system != nullptr && follower.asked.reading)
    if (const auto code = refusal_of_reader(*system, now))
      return m_outbox.answer(follower.waiter, protocol::wire_error(*code));
  auto* reading = follower.asked.reading ? m_readings.use(*follower.asked.reading, follower.system, now) : nullptr;
  if (system == nullptr || (follower.asked.reading && reading == nullptr))
    return m_outbox.answer(follower.waiter, protocol::wire_error(Code::no_reading));

  protocol::EntriesResult result{m_log.newest(), follower.asked.from, {}};
  const auto count = std::min<std::uint64_t>(follower.asked.count, m_log.size() - follower.asked.from);
  std::size_t page = 0;
  must(m_ledger.read_entries(follower.asked.from, count, [&](LoggedEntry&& entry) {
    auto item = item_of(entry, reading != nullptr || may_read(m_in_force.policy(), *system, entry, now));
    page += size_of(item);
    if (page > page_limit) return false;
    result.items.push_back(std::move(item));
    return true;
  }));
  if (reading != nullptr) reading->items += result.items.size();
  m_outbox.answer(follower.waiter, protocol::encode(result));
}

void Flow::serve_followers() {
  const auto now = m_clock.read().now;
  std::vector<Follower> due;
  std::erase_if(m_followers, [&](const Follower& one) {
    const bool over = m_log.size() > one.asked.from || now >= one.until;
    if (over) due.push_back(one);
    return over;
  });
  for (const auto& follower : due) give(follower);
}

void Flow::serve(const Context& context, const protocol::OpenReading& open) {
  if (!policy::has_grant(context.system, policy::Grant::auditor))
    return deny(context, Code::no_grant, attempt_of(context, Code::no_grant));
  if (const auto code = refusal_of(context, open)) return refuse(context, *code);
  // Each reading would be an entry. The files hold all that there is.
  if (m_closed) return refuse_unlogged(context.waiter, Code::log_closed);
  const auto statement = crypto::sha256(open.statement);
  if (const auto reading = m_readings.opened_by(context.system.name, context.request, statement))
    return give(context, *reading);
  // One signature, one reading: the ledger knows each that opened one.
  if (must(m_ledger.approval(statement))) return refuse(context, Code::statement_used);
  if (!m_readings.has_room(context.system.name))
    return refuse_unlogged(context.waiter, Code::overloaded, overload_retry_ms);
  must(m_ledger.put_approval(statement, {open.statement, open.cms}));
  const auto now = context.clock.now;
  const auto opened =
      append(encode(ReadOpenEntry{now, context.system.name, statement, m_in_force.policy().digest}), now);
  give(context, m_readings.open({context.system.name, context.request, statement, opened.index, 0, now}));
}

void Flow::give(const Context& context, const protocol::ReadingId& id) {
  const auto index = m_readings.use(id, context.system.name, context.clock.now)->opened;
  protocol::OpenReadingResult result{id, {}, index};
  std::copy(m_identity.person_key.begin(), m_identity.person_key.end(), result.person_key.begin());
  m_outbox.answer_once_logged(context.waiter, protocol::encode(result), index);
}

// The system's own signature: a CURVE key cannot sign, so a gate alone could otherwise read everything.
std::optional<Code> Flow::refusal_of(const Context& context, const protocol::OpenReading& open) const {
  const auto said = statement::parse_request(base::text(open.statement));
  if (!said || said->log != m_in_force.policy().origin || said->system != context.system.name ||
      said->action != statement::Action::read)
    return Code::statement_mismatch;
  const auto now = context.clock.now;
  if (said->expires <= now || said->expires - now > longest_request_life) return Code::approval_expired;
  const auto signed_by = evidence::read_detached_cms(open.cms, open.statement);
  if (!signed_by || signed_by->certificate.hash != context.system.certificate) return Code::system_signature_invalid;
  return refusal_of_certificate(context.system, now);
}

// As it is now: what a system signed once lets it read only as long as it has the grant and its certificate stands.
std::optional<Code> Flow::refusal_of_reader(const policy::System& system, base::Instant now) const {
  if (!policy::has_grant(system, policy::Grant::auditor)) return Code::no_grant;
  return refusal_of_certificate(system, now);
}

std::optional<Code> Flow::refusal_of_certificate(const policy::System& system, base::Instant now) const {
  const auto* certificate = m_in_force.bundle().find(system.certificate);
  if (certificate == nullptr) return Code::system_signature_invalid;
  const auto stands = m_in_force.system_certificates().check(*certificate, {}, evidence::Purpose::system, now);
  if (stands) return std::nullopt;
  process::log_info("the certificate of " + system.name + " does not stand: " + stands.error().text);
  switch (stands.error().fault) {
    case evidence::Fault::certificate_revoked: return Code::system_certificate_revoked;
    case evidence::Fault::revocation_stale: return Code::revocation_stale;
    case evidence::Fault::malformed:
    case evidence::Fault::signature_invalid:
    case evidence::Fault::certificate_untrusted:
    case evidence::Fault::certificate_expired:
    case evidence::Fault::wrong_usage:
    case evidence::Fault::weak_algorithm:
    case evidence::Fault::unknown: break;
  }
  return Code::system_signature_invalid;
}

void Flow::serve(const Context& context, const protocol::CloseReading& close) {
  const auto reading = m_readings.close(close.reading, context.system.name);
  if (!reading) return deny(context, Code::no_reading, attempt_of(context, Code::no_reading));
  const auto index = record_close(*reading, "closed");
  m_outbox.answer_once_logged(context.waiter, protocol::encode(protocol::CloseReadingResult{index}), index);
}

std::uint64_t Flow::record_close(const Readings::Reading& reading, const std::string& why) {
  const auto now = m_clock.read().now;
  return append(encode(ReadCloseEntry{now, reading.system, reading.opened, reading.items, why,
                                      m_in_force.policy().digest}),
                now)
      .index;
}

void Flow::serve(const Context& context, const protocol::Stored& stored) {
  auto* reading = use(context, stored.reading);
  if (reading == nullptr) return;
  protocol::StoredResult result;
  if (auto approval = must(m_ledger.approval(stored.hash)))
    result.what = presented(std::move(*approval));
  else if (auto change = must(m_ledger.roster_statement(stored.hash)))
    result.what = presented(std::move(*change));
  else if (const auto blob = must(m_ledger.blob(stored.hash)); blob && stored.from < blob->size())
    result = part_of(*blob, stored.from);
  else
    return m_outbox.answer(context.waiter, protocol::wire_error(Code::not_found));
  if (stored.from == 0) ++reading->items;
  m_outbox.answer(context.waiter, protocol::encode(result));
}

}  // namespace antin::keeper
