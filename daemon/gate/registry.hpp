// The systems that may call, as antind last told them, whole lists only.
#pragma once

#include <map>
#include <string>

#include "daemon/local/gate_messages.hpp"

namespace antin::gate {

class Registry {
 public:
  enum class Taken { unknown, more, whole, refused };
  // `refused`: a page without its first one, or a list without end; the sender is not to be trusted further.
  Taken take(const local::Systems& page);
  void forget_unfinished() { m_pending_open = false; }  // the sender went away in the middle

  [[nodiscard]] bool ready() const { return m_ready; }  // a whole list has come; before that nobody is known
  [[nodiscard]] bool knows(const local::CurveKey& key) const { return m_systems.contains(key); }
  // Not while it is suspended. What it sends over a connection that it has is antind's to refuse, with the reason.
  [[nodiscard]] bool may_connect(const local::CurveKey& key) const {
    const auto found = m_systems.find(key);
    return found != m_systems.end() && !found->second.suspended;
  }
  [[nodiscard]] std::string name_of(const local::CurveKey& key) const;  // empty: not registered
  [[nodiscard]] std::size_t size() const { return m_systems.size(); }

 private:
  struct Registered {
    std::string name;
    bool suspended = false;
  };
  using List = std::map<local::CurveKey, Registered>;
  List m_systems;
  List m_pending;
  bool m_pending_open = false;
  bool m_ready = false;
};

}  // namespace antin::gate
