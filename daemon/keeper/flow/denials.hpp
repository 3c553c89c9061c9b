// Refusals as the log has them: each denial is an entry up to a number per system and hour; the rest, and what was
// refused unlogged, become one counted entry. The counts are as durable as entries are: they ride in the same commit.
#pragma once

#include <map>
#include <string>

#include "client/protocol/errors.hpp"
#include "core/base/instant.hpp"
#include "daemon/keeper/ledger/entry.hpp"
#include "daemon/keeper/ledger/ledger.hpp"
#include "daemon/local/gate_messages.hpp"

namespace antin::keeper {

class Denials {
 public:
  // `stored`: what encode() gave last, so that counts outlive a crash; none for a new ledger.
  Denials(std::uint64_t entries_per_hour, const std::optional<base::Bytes>& stored);

  // True: this denial gets an entry of its own. False: it was counted.
  [[nodiscard]] bool takes_entry(const std::string& system, protocol::Code code, base::Instant now);
  // Refused without an entry, by us or at the gate.
  void count_unlogged(protocol::Code code, std::uint64_t times = 1);

  // The counted entries that are due: of hours that have ended, or all that there are.
  [[nodiscard]] std::vector<DenialsEntry> take_due(base::Instant now, const base::Sha256Hash& policy, bool all);

  // For the ledger, when it has changed since the last call.
  [[nodiscard]] std::optional<base::Bytes> take_change();

 private:
  struct Hour {
    std::uint64_t entries = 0;
    std::map<std::string, std::uint64_t> counts;  // by code
  };
  using Name = std::pair<std::string, std::int64_t>;  // system (empty: unlogged refusals), hours since 1970
  std::uint64_t m_entries_per_hour;
  std::map<Name, Hour> m_hours;
  std::map<std::string, std::uint64_t> m_unlogged;  // of no known hour yet: they join the hour of the next look
  bool m_changed = false;
};

}  // namespace antin::keeper
