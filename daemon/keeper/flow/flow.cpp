#include "daemon/keeper/flow/flow.hpp"

#include "core/crypto/sha2.hpp"
#include "core/crypto/version.hpp"
#include "daemon/keeper/bundles/people.hpp"
#include "daemon/process/logging.hpp"

namespace antin::keeper {
namespace {

constexpr auto timestamp_request_life = std::chrono::hours(24);
constexpr auto refresh_interval = std::chrono::seconds(5);  // lists may be large
constexpr auto prune_interval = std::chrono::minutes(10);
constexpr const char* denials_value = "denials";

// Also when the clock was set back: what is due by time must not wait for hours.
bool is_due(base::Instant now, base::Instant last, base::Instant::duration interval) {
  return now < last || now - last >= interval;
}

}  // namespace

Flow::Flow(Ledger& ledger, const LedgerIdentity& identity, Log& log, Witnesses& witnesses, Anchors& anchors,
           InForce& in_force, KeyStore& keys, Clock& clock, FlowLimits limits)
    : m_ledger(ledger),
      m_identity(identity),
      m_log(log),
      m_witnesses(witnesses),
      m_anchors(anchors),
      m_in_force(in_force),
      m_stops(stops_in(ledger)),
      m_keys(keys),
      m_clock(clock),
      m_limits(limits),
      m_denials(limits.denials_per_hour, must(ledger.value(denials_value))),
      m_closed(must(ledger.closing()).has_value()) {
  if (m_closed) m_anchors.give_up();
}

void Flow::start(const Beginning& beginning) {
  if (beginning.officers) record(beginning.officers->officers, {}, beginning.officers->ceremony);
  if (beginning.bundle) record(*beginning.bundle);
  const auto now = m_clock.read().now;
  if (!m_closed)
    append(encode(StartEntry{now, entry_clock(), ANTIN_VERSION, crypto::openssl_version(), m_identity.start,
                             m_in_force.policy().digest}),
           now);
  keep_revocation();
  for (auto& intent : must(m_ledger.open_intents())) {
    const auto name = intent.name;
    m_work.emplace(name, Work{std::move(intent), true, std::nullopt, {}, 0});
  }
  if (!m_closed) {
    note_seal_keys();
    retire_keys();
  }
  drive_parked();
}

void Flow::receive(const local::Forward& message) {
  const Waiter waiter{message.caller, message.route, protocol::peek_request_id(message.request)};

  // authenticate
  const auto* system = m_in_force.systems().find(message.caller);
  if (system == nullptr) return refuse_unlogged(waiter, protocol::Code::unknown_system);

  // Per message, so that what is connected already counts for nothing.
  if (m_stops.find(base::Stoppable::system, system->name))
    return refuse_unlogged(waiter, protocol::Code::system_suspended);

  // parse
  const auto request = protocol::parse_request(message.request);
  if (!request) return refuse_unlogged(waiter, protocol::Code::malformed);

  // decide, and all that follows from it
  const Context context{*system, request->id, waiter, crypto::sha256(protocol::meaning(*request)), m_clock.read()};
  guard([&] { std::visit([&](const auto& body) { serve(context, body); }, request->body); },
        [&] { fail(context, protocol::Code::unknown, attempt_of(context, protocol::Code::unknown)); });
}

void Flow::receive(const local::GateCounts& counts) {
  m_denials.count_unlogged(protocol::Code::unknown_system, counts.unknown_system);
  m_denials.count_unlogged(protocol::Code::too_large, counts.too_large);
  m_denials.count_unlogged(protocol::Code::malformed, counts.malformed);
  m_denials.count_unlogged(protocol::Code::rate_limited, counts.rate_limited);
  m_denials.count_unlogged(protocol::Code::overloaded, counts.overloaded);
}

void Flow::receive(const SigningOutcome& outcome) {
  const auto operation = m_operations.extract(outcome.operation);
  if (operation.empty()) return;
  const auto& purpose = operation.mapped();
  guard([&] { take(purpose, outcome); }, [&] { failed(purpose, SigningFailure::unknown); });
}

void Flow::receive(const UnexplainedUse& use) {
  process::log_error("ALARM: the HSM's token " + use.token + " has signed " + std::to_string(use.used) + " times, " +
                     std::to_string(use.explained) + " of them for us");
  if (m_closed) return;
  const auto now = m_clock.read().now;
  append(encode(HsmUseEntry{now, use.token, use.used, use.explained, m_in_force.policy().digest}), now);
}

void Flow::receive(const Cosignature& cosignature) { must(m_ledger.keep_cosignature(cosignature)); }

void Flow::take(const Purpose& purpose, const SigningOutcome& outcome) {
  if (!outcome.signature) return failed(purpose, outcome.signature.error());
  const auto& signature = *outcome.signature;
  if (const auto* name = std::get_if<StampName>(&purpose)) return stamped(*name, signature);
  if (std::holds_alternative<CheckpointOperation>(purpose)) return checkpoint_signed(signature);
  if (std::holds_alternative<AnchorOperation>(purpose)) return anchor_stamped(signature);
  if (const auto* of = std::get_if<SealOperation>(&purpose)) return sealed(m_work.at(of->step), signature);
  stamped(m_work.at(std::get<StampOperation>(purpose).step), signature);
}

void Flow::tick() {
  const auto now = m_clock.read().now;
  m_log.retry();
  if (m_held_back && m_witnesses.may_continue()) {
    m_held_back = false;
    drive_parked();
  }
  if (a_unit_has_closed(now)) retire_keys();
  if (m_staging != nullptr) m_staging->drop_idle(now);
  anchor();
  for (const auto& reading : m_readings.take_idle(now)) record_close(reading, "idle");
  if (!m_closed)
    for (const auto& entry : m_denials.take_due(now, m_in_force.policy().digest, false)) append(encode(entry), now);
  if (is_due(now, m_last_prune, prune_interval)) {
    must(m_ledger.forget_timestamps(now - timestamp_request_life));
    m_last_prune = now;
  }
  if (!is_due(now, m_last_refresh, refresh_interval)) return;
  m_last_refresh = now;
  if (m_in_force.refresh_revocation(now)) {
    keep_revocation();
    m_standing.clear();
    drive_parked();
  }
}

void Flow::signer_arrived() {
  m_log.retry();
  drive_parked();
}

void Flow::drive_parked() {
  // By name: driving may close a step and take it out of the map.
  for (const auto& name : parked()) drive(m_work.at(name));
}

void Flow::stop() {
  if (m_closed) return;
  const auto now = m_clock.read().now;
  for (const auto& entry : m_denials.take_due(now, m_in_force.policy().digest, true)) append(encode(entry), now);
  for (const auto& reading : m_readings.take_all()) record_close(reading, "stop");
  append(encode(StopEntry{now, m_identity.start, m_in_force.policy().digest}), now);
}

std::vector<local::Answer> Flow::finish_batch() {
  take_what_was_uploaded();
  if (const auto changed = m_denials.take_change()) must(m_ledger.set_value(denials_value, *changed));
  must(m_ledger.commit());
  m_log.publish();
  m_witnesses.settle();
  serve_followers();
  order_checkpoint();
  return m_outbox.release(m_keys, m_log);
}

// Of what is durable, and nothing else: a checkpoint that was signed is never taken back. So none is signed before it
// is clear that this ledger is not an older copy.
void Flow::order_checkpoint() {
  if (!m_witnesses.may_continue()) return;
  auto text = m_log.next_to_sign();
  if (!text) return;
  const auto operation = begin(CheckpointOperation{});
  m_outbox.order(operation, [operation, key = m_in_force.policy().log.key, text = std::move(*text)](KeyStore& keys) {
    keys.sign_checkpoint(operation, key, text);
  });
}

void Flow::checkpoint_signed(base::ByteView signature) {
  const auto checkpoint = m_log.take(signature);
  if (checkpoint) return must(m_ledger.keep_checkpoint(*checkpoint, m_clock.read().now));
  process::log_error("the log's key gave a signature that does not hold: check the HSM");
  checkpoint_failed();
}

void Flow::checkpoint_failed() {
  m_log.signing_failed();
  m_outbox.refuse_unlogged(protocol::wire_error(protocol::Code::hsm_unavailable));
}

std::vector<local::Answer> Flow::refuse_all_waiting() {
  const auto error = protocol::wire_error(protocol::Code::ledger_unavailable);
  m_outbox.drop();
  for (const auto& [name, work] : m_work)
    for (const auto& waiter : work.waiters) m_outbox.answer(waiter, error);
  for (const auto& [name, stamp] : m_stamps)
    for (const auto& waiter : stamp.waiters) m_outbox.answer(waiter, error);
  m_outbox.refuse_unlogged(error);
  return m_outbox.take_answers();
}

template <class Task, class Mend>
void Flow::guard(Task task, Mend mend) {
  must(m_ledger.mark());
  m_outbox.mark();
  m_opened.reset();
  m_roster_changed = false;
  try {
    task();
  } catch (const std::exception& bug) {
    undo(bug);
    mend();
  }
}

void Flow::undo(const std::exception& bug) {
  process::log_error(std::string("a bug, please report it: ") + bug.what());
  must(m_ledger.rewind());
  m_outbox.rewind();
  if (m_opened) m_work.erase(*m_opened);
  m_stops = stops_in(m_ledger);
  if (!m_roster_changed) return;
  auto roster = kept_roster(m_ledger, m_identity.person_key, m_in_force.bundle());
  if (!roster) throw LedgerFailure{{LedgerFault::write, roster.error().text}};
  m_in_force.take(*std::move(roster));
}

Operation Flow::begin(Purpose purpose) {
  m_operations.emplace(++m_last_operation, std::move(purpose));
  return m_last_operation;
}

bool Flow::overloaded() const { return under_way() >= m_limits.in_flight; }

Appended Flow::append(base::ByteView entry, base::Instant at) { return must(m_ledger.append(entry, at)); }

EntryClock Flow::entry_clock() const {
  const auto reading = m_clock.read();
  return {reading.error_us, std::string(name(reading.source))};
}

}  // namespace antin::keeper
