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
  for (const auto& system : page.systems) m_pending[system.key] = system.name;
  if (!page.last) return Taken::more;
  m_names = std::exchange(m_pending, {});
  m_pending_open = false;
  m_ready = true;
  return Taken::whole;
}

std::string Registry::name_of(const local::CurveKey& key) const {
  const auto found = m_names.find(key);
  return found == m_names.end() ? std::string() : found->second;
}

}  // namespace antin::gate
