#include "daemon/keeper/flow/denials.hpp"

#include <chrono>
#include <nlohmann/json.hpp>

namespace antin::keeper {
namespace {

std::int64_t hour_of(base::Instant at) { return std::chrono::floor<std::chrono::hours>(at).time_since_epoch().count(); }

base::Instant start_of(std::int64_t hour) { return base::Instant(std::chrono::hours(hour)); }

std::string name_of(protocol::Code code) { return std::string(protocol::facts(code).name); }

}  // namespace

Denials::Denials(std::uint64_t entries_per_hour, const std::optional<base::Bytes>& stored)
    : m_entries_per_hour(entries_per_hour) {
  if (!stored) return;
  for (const auto& hour : nlohmann::json::parse(stored->begin(), stored->end())) {
    m_hours[{hour.at("system"), hour.at("hour")}] = {hour.at("entries"), hour.at("counts")};
  }
}

bool Denials::takes_entry(const std::string& system, protocol::Code code, base::Instant now) {
  auto& hour = m_hours[{system, hour_of(now)}];
  m_changed = true;
  if (hour.entries < m_entries_per_hour) {
    ++hour.entries;
    return true;
  }
  ++hour.counts[name_of(code)];
  return false;
}

void Denials::count_unlogged(protocol::Code code, std::uint64_t times) {
  if (times != 0) m_unlogged[name_of(code)] += times;
}

std::vector<DenialsEntry> Denials::take_due(base::Instant now, const base::Sha256Hash& policy, bool all) {
  const auto current = hour_of(now);
  for (const auto& [code, times] : std::exchange(m_unlogged, {})) {
    m_hours[{std::string(), current}].counts[code] += times;
    m_changed = true;
  }
  std::vector<DenialsEntry> due;
  for (auto at = m_hours.begin(); at != m_hours.end();) {
    const auto& [system, hour] = at->first;
    if (hour == current && !all) {
      ++at;
      continue;
    }
    if (!at->second.counts.empty()) {
      due.push_back({now, system, start_of(hour), start_of(hour + 1), at->second.counts, policy});
    }
    at = m_hours.erase(at);
    m_changed = true;
  }
  return due;
}

std::optional<base::Bytes> Denials::take_change() {
  if (!std::exchange(m_changed, false)) return std::nullopt;
  auto stored = nlohmann::json::array();
  for (const auto& [name, hour] : m_hours) {
    stored.push_back(
        {{"system", name.first}, {"hour", name.second}, {"entries", hour.entries}, {"counts", hour.counts}});
  }
  return base::copy(base::view(stored.dump()));
}

}  // namespace antin::keeper
