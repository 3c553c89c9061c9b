#include "daemon/keeper/flow/readings.hpp"

#include <algorithm>

#include "core/crypto/random.hpp"

namespace antin::keeper {

bool Readings::has_room(const std::string& system) const {
  const auto open =
      std::count_if(m_open.begin(), m_open.end(), [&](const auto& one) { return one.second.system == system; });
  return static_cast<std::size_t>(open) < most_of_a_system;
}

protocol::ReadingId Readings::open(const Reading& reading) {
  const auto id = crypto::random_array<16>();
  m_open.emplace(id, reading);
  return id;
}

std::optional<protocol::ReadingId> Readings::opened_by(const std::string& system, const protocol::RequestId& request,
                                                       const base::Sha256Hash& statement) const {
  for (const auto& [id, reading] : m_open)
    if (reading.system == system && reading.request == request && reading.statement == statement) return id;
  return std::nullopt;
}

Readings::Reading* Readings::use(const protocol::ReadingId& id, const std::string& system, base::Instant now) {
  const auto found = m_open.find(id);
  if (found == m_open.end() || found->second.system != system) return nullptr;
  found->second.used = now;
  return &found->second;
}

std::optional<Readings::Reading> Readings::close(const protocol::ReadingId& id, const std::string& system) {
  const auto found = m_open.find(id);
  if (found == m_open.end() || found->second.system != system) return std::nullopt;
  return m_open.extract(found).mapped();
}

std::vector<Readings::Reading> Readings::take_idle(base::Instant now) {
  std::vector<Reading> idle;
  std::erase_if(m_open, [&](const auto& one) {
    // Also when the clock was set back: then nobody knows how long it has been.
    const bool over = now < one.second.used || now - one.second.used >= idle_life;
    if (over) idle.push_back(one.second);
    return over;
  });
  return idle;
}

std::vector<Readings::Reading> Readings::take_all() {
  std::vector<Reading> all;
  for (auto& [id, reading] : std::exchange(m_open, {})) all.push_back(std::move(reading));
  return all;
}

}  // namespace antin::keeper
