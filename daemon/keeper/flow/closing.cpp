// The end of the log: its last entry, and what a closed log still does. It serves what is done, and appends nothing.
#include "daemon/keeper/flow/flow.hpp"
#include "daemon/keeper/ledger/succession_entries.hpp"

namespace antin::keeper {

std::vector<StepName> Flow::parked() const {
  std::vector<StepName> names;
  for (const auto& [name, work] : m_work)
    if (work.parked) names.push_back(name);
  return names;
}

void Flow::close(const std::string& successor) {
  const auto now = m_clock.read().now;
  const auto& policy = m_in_force.policy().digest;
  for (const auto& entry : m_denials.take_due(now, policy, true)) append(encode(entry), now);
  for (const auto& reading : m_readings.take_all()) record_close(reading, "log-closed");
  must(m_ledger.close_log(encode(CloseEntry{now, successor, policy}), now, successor));
  m_closed = true;
  m_anchors.give_up();
  m_closing = false;
}

bool Flow::takes_entry(const std::string& system, protocol::Code code, base::Instant now) {
  return !m_closed && m_denials.takes_entry(system, code, now);
}

}  // namespace antin::keeper
