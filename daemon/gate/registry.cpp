#include "daemon/gate/registry.hpp"

#include <utility>

namespace antin::gate {
namespace {

constexpr std::size_t most_systems = 65'536;

}  // namespace

Registry::Taken Registry::take(const local::Systems& page) {
  if (page.first) {
    m_pending.clear();
    m_pending_open = true;
  }
  if (!m_pending_open || m_pending.size() + page.systems.size() > most_systems) {
    m_pending_open = false;
    return Taken::refused;
  }
  for (const auto& system : page.systems)
    m_pending.insert_or_assign(system.key, Registered{system.name, system.suspended});
  if (!page.last) return Taken::more;
  m_systems = std::exchange(m_pending, {});
  m_pending_open = false;
  m_ready = true;
  return Taken::whole;
}

std::string Registry::name_of(const local::CurveKey& key) const {
  const auto found = m_systems.find(key);
  return found == m_systems.end() ? std::string() : found->second.name;
}

}  // namespace antin::gate
