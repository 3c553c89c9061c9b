#include "daemon/gate/key_use.hpp"

namespace antin::gate {

bool KeyUse::note(const local::CurveKey& caller, Clock::time_point now) {
  const auto [place, is_new] = m_last.try_emplace(caller, now);
  const bool is_news = is_new || now - place->second > memory;
  place->second = now;
  return is_news;
}

std::vector<local::CurveKey> KeyUse::of_late(Clock::time_point now) const {
  std::vector<local::CurveKey> callers;
  for (const auto& [caller, last] : m_last)
    if (now - last <= memory) callers.push_back(caller);
  return callers;
}

void KeyUse::keep_only(const Registry& registry) {
  std::erase_if(m_last, [&](const auto& one) { return !registry.knows(one.first); });
}

std::string describe(const std::vector<local::CurveKey>& callers, const Registry& registry) {
  if (callers.empty()) return "no system used the key that is to end within a day, or since the start";
  std::string names;
  for (const auto& caller : callers) names += (names.empty() ? "" : ", ") + registry.name_of(caller);
  return std::to_string(callers.size()) + " of " + std::to_string(registry.size()) +
         " systems used the key that is to end within a day: " + names;
}

}  // namespace antin::gate
