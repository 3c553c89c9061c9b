// Work under way whose unit or key is stopped, or with it the appliance: no key is used for it any more, and no `done`
// of it follows the stop's entry. It stays open, and goes on with the resume. A seal's signature that was under way is
// kept in the intent, where it was made for and where nobody gets it; a token that was under way is thrown away, as
// another is made later.
#include "daemon/keeper/flow/flow.hpp"

namespace antin::keeper {
namespace {

using protocol::Code;

protocol::WireError stopped_error(const base::Target& stop) {
  auto error = protocol::wire_error(Code::stopped);
  error.text += " Stopped: " + base::print(stop) + ".";
  return error;
}

}  // namespace

std::optional<base::Target> Flow::stop_of(const Work& work) const {
  const auto& intent = work.intent;
  policy::StepAt at{intent.name.unit, intent.name.kind, intent.name.step, std::nullopt};
  if (!intent.key.empty()) at.key = intent.key;
  return policy::stop_of(m_in_force.policy(), m_stops, at, m_clock.read().now);
}

bool Flow::is_held(Work& work) {
  const auto stop = stop_of(work);
  if (stop) hold(work, *stop);
  return stop.has_value();
}

// Without an entry where nobody waits: it happens at each start and whenever a signer arrives.
void Flow::hold(Work& work, const base::Target& stop) {
  work.parked = true;
  Attempt attempt;
  attempt.system = work.intent.system;
  attempt.name = work.intent.name;
  attempt.digest = work.intent.digest;
  deny_all(std::exchange(work.waiters, {}), std::move(attempt), stop);
}

void Flow::hold(const StampName& name, const base::Target& stop) {
  auto stamp = m_stamps.extract(name);
  if (stamp.empty()) return;
  Attempt attempt;
  attempt.system = stamp.mapped().system;
  deny_all(std::move(stamp.mapped().waiters), std::move(attempt), stop);
}

void Flow::deny_all(const std::vector<Waiter>& waiters, Attempt attempt, const base::Target& stop) {
  attempt.at = m_clock.read().now;
  attempt.code = protocol::facts(Code::stopped).name;
  attempt.policy = m_in_force.policy().digest;
  attempt.target = stop;
  for (const auto& waiter : waiters) {
    if (takes_entry(attempt.system, Code::stopped, attempt.at)) append(encode(DeniedEntry{attempt}), attempt.at);
    m_outbox.answer(waiter, stopped_error(stop));
  }
}

// Of what was ordered before the stop, that which no signer has yet is taken back; the rest is judged when it comes.
void Flow::hold_back() {
  std::vector<Operation> all;
  for (const auto& [operation, purpose] : m_operations) {
    const auto* seal = std::get_if<SealOperation>(&purpose);
    const auto* stamp = std::get_if<StampOperation>(&purpose);
    const bool of_step = seal != nullptr || stamp != nullptr;
    const bool is_stopped = of_step ? stop_of(m_work.at(seal != nullptr ? seal->step : stamp->step)).has_value()
                                    : policy::stop_of_timestamp(m_in_force.policy(), m_stops).has_value();
    if (is_stopped && !std::holds_alternative<CheckpointOperation>(purpose)) all.push_back(operation);
  }
  for (const auto operation : all)
    if (withdraw(operation)) withdrawn(m_operations.extract(operation).mapped());
  for (const auto& target : m_stops.targets())
    if (target.what == base::Stoppable::system) turn_away(target.name);
}

bool Flow::withdraw(Operation operation) { return m_outbox.withdraw(operation) || m_keys.withdraw(operation); }

void Flow::withdrawn(const Purpose& purpose) {
  const auto timestamps = policy::stop_of_timestamp(m_in_force.policy(), m_stops);
  if (const auto* name = std::get_if<StampName>(&purpose)) return hold(*name, timestamps.value());
  if (std::holds_alternative<AnchorOperation>(purpose)) return m_anchors.failed("security officers have stopped it");
  const auto* seal = std::get_if<SealOperation>(&purpose);
  auto& work = m_work.at(seal != nullptr ? seal->step : std::get<StampOperation>(purpose).step);
  if (const auto stop = stop_of(work)) hold(work, *stop);
}

// Who waits for entries to come waits no longer.
void Flow::turn_away(const std::string& system) {
  std::erase_if(m_followers, [&](const Follower& one) {
    if (one.system != system) return false;
    refuse_unlogged(one.waiter, Code::system_suspended);
    return true;
  });
}

}  // namespace antin::keeper
