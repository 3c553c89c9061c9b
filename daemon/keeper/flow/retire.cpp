// The end of a seal key: its unit has closed, a bundle has dropped it, or names it as retired. It gets a last entry, in
// the commit with which that comes into force, and nothing is sealed with it again.
#include "core/crypto/sha2.hpp"
#include "daemon/keeper/flow/flow.hpp"
#include "daemon/process/logging.hpp"
#include "policy/seal_key.hpp"
#include "policy/succession.hpp"

namespace antin::keeper {
namespace {

// Empty: it goes on. A closing day is believed to have come only of a clock that is trusted: retired is for ever.
std::string reason_to_retire(const policy::Policy& policy, const std::string& label, const ClockReading& clock) {
  const auto key = policy.keys.find(label);
  if (key == policy.keys.end()) return "dropped";
  switch (policy::retirement_of(policy, key->second, clock.now)) {
    case policy::Retirement::named: return "retired";
    case policy::Retirement::unit_closed: return clock.trusted ? "unit-closed" : "";
    case policy::Retirement::unknown: break;
  }
  return "";
}

}  // namespace

// With the certificate that each has now: when it retires, a bundle may not hold it any more.
void Flow::note_seal_keys() {
  std::map<std::string, SealKey> known;
  for (auto& key : must(m_ledger.seal_keys())) known.emplace(key.label, std::move(key));
  for (const auto& [label, key] : m_in_force.policy().keys) {
    if (key.purpose != policy::KeyPurpose::seal) continue;
    const auto public_key = crypto::sha256(m_in_force.bundle().spki_of(key).value());
    const auto& before = known[label];
    // What a retired key was when it retired stays as it was.
    if (before.retired || (before.certificate == key.certificate && before.public_key == public_key)) continue;
    must(m_ledger.note_seal_key(label, key.certificate, public_key));
  }
}

void Flow::retire_keys() {
  const auto clock = m_clock.read();
  for (const auto& key : must(m_ledger.seal_keys())) {
    if (key.retired) continue;
    if (const auto reason = reason_to_retire(m_in_force.policy(), key.label, clock); !reason.empty())
      retire(key, reason);
  }
  if (clock.trusted) m_keys_judged = clock.now;
}

// What is open is closed first: behind the last entry there is no seal.
void Flow::retire(const SealKey& key, const std::string& reason) {
  std::vector<StepName> open;
  for (const auto& [name, work] : m_work)
    if (work.intent.key == key.label) open.push_back(name);
  for (const auto& name : open) abandon(m_work.at(name), protocol::Code::no_seal_key);
  const auto now = m_clock.read().now;
  const auto last = append(encode(KeyRetiredEntry{now, key, reason, m_in_force.policy().digest}), now);
  must(m_ledger.retire_key(key.label, reason, last, now));
  m_in_force.retire(key.label);
  process::log_info("the key " + key.label + " has retired (" + reason + ") after " + std::to_string(key.seals) +
                    " seals");
}

bool Flow::a_unit_has_closed(base::Instant now) const {
  if (m_closed || !m_clock.read().trusted) return false;
  const auto& units = m_in_force.policy().units;
  return std::any_of(units.begin(), units.end(), [&](const auto& one) {
    return policy::has_closed(one.second, now) && !policy::has_closed(one.second, m_keys_judged);
  });
}

}  // namespace antin::keeper
