#include "daemon/gate/routes.hpp"

namespace antin::gate {

void Routes::remember(const base::Bytes& route, const local::CurveKey& caller) {
  if (const auto found = m_entries.find(route); found != m_entries.end()) {
    found->second.caller = caller;
    m_by_use.splice(m_by_use.end(), m_by_use, found->second.place);
    return;
  }
  m_entries.emplace(route, Entry{caller, m_by_use.insert(m_by_use.end(), route)});
  if (m_entries.size() <= m_most) return;
  m_entries.erase(m_by_use.front());
  m_by_use.pop_front();
}

bool Routes::leads_to(const base::Bytes& route, const local::CurveKey& caller) const {
  const auto found = m_entries.find(route);
  return found != m_entries.end() && found->second.caller == caller;
}

void Routes::forget(const base::Bytes& route) {
  const auto found = m_entries.find(route);
  if (found == m_entries.end()) return;
  m_by_use.erase(found->second.place);
  m_entries.erase(found);
}

}  // namespace antin::gate
