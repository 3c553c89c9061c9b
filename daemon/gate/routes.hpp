// Which CURVE key last used which routing id. Routing ids are not bound to keys in libzmq: an answer goes out only to
// the key that asked. Bounded; the route that was longest unused is forgotten first.
#pragma once

#include <list>
#include <map>

#include "daemon/local/gate_messages.hpp"

namespace antin::gate {

class Routes {
 public:
  explicit Routes(std::size_t most) : m_most(most) {}

  void remember(const base::Bytes& route, const local::CurveKey& caller);
  [[nodiscard]] bool leads_to(const base::Bytes& route, const local::CurveKey& caller) const;
  void forget(const base::Bytes& route);
  [[nodiscard]] std::size_t size() const { return m_entries.size(); }

 private:
  struct Entry {
    local::CurveKey caller;
    std::list<base::Bytes>::iterator place;
  };
  std::size_t m_most;
  std::list<base::Bytes> m_by_use;  // the longest unused first
  std::map<base::Bytes, Entry> m_entries;
};

}  // namespace antin::gate
