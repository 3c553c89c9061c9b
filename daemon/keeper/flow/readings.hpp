// Who reads the whole log at the moment. A reading is one entry when it is opened and one when it is closed.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "client/protocol/codec.hpp"
#include "core/base/instant.hpp"
#include "daemon/keeper/flow/outbox.hpp"

namespace antin::keeper {

// Who waits for entries that are not there yet.
struct Follower {
  std::string system;
  Waiter waiter;
  protocol::Entries asked;
  base::Instant until;
};

class Readings {
 public:
  static constexpr std::chrono::minutes idle_life{15};
  static constexpr std::size_t most_of_a_system = 8;

  struct Reading {
    std::string system;
    protocol::RequestId request{};
    base::Sha256Hash statement{};  // that opened it
    std::uint64_t opened = 0;      // index of its entry
    std::uint64_t items = 0;       // given so far
    base::Instant used;
  };

  [[nodiscard]] bool has_room(const std::string& system) const;
  protocol::ReadingId open(const Reading& reading);
  // That this very request has opened, when it is open still: who lost the answer asks again.
  [[nodiscard]] std::optional<protocol::ReadingId> opened_by(const std::string& system,
                                                             const protocol::RequestId& request,
                                                             const base::Sha256Hash& statement) const;
  // The reading, still open and this system's own; it counts as used now. nullptr: none such.
  Reading* use(const protocol::ReadingId& id, const std::string& system, base::Instant now);
  std::optional<Reading> close(const protocol::ReadingId& id, const std::string& system);
  std::vector<Reading> take_idle(base::Instant now);
  std::vector<Reading> take_all();

 private:
  std::map<protocol::ReadingId, Reading> m_open;
};

}  // namespace antin::keeper
