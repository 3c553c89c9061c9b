// The roster as the ledger holds it: changes, one after the other, each with what registrars signed for it.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/digest.hpp"
#include "core/base/instant.hpp"
#include "core/base/roster_action.hpp"
#include "core/tlog/tree.hpp"

namespace antin::keeper {

struct RosterRecord {
  base::Sha256Hash statement{};  // of the change, alone or as an item: never used twice
  base::RosterAction action = base::RosterAction::unknown;
  std::string unit;
  std::string person;                           // roster id
  std::optional<base::Sha256Hash> certificate;  // a blob
  std::optional<base::Sha256Hash> identity;     // of the certificate, see crypto::identity_of
  std::optional<std::string> role, scope;
  std::optional<base::Instant> from, until;  // until: first moment that is outside
  std::optional<std::string> acting_for;
  std::string system;       // that asked
  base::Instant at;         // the entry's time
  std::uint64_t index = 0;  // of its entry
  base::Sha256Hash leaf{};  // of its entry
  bool carried = false;     // index and leaf are of a log that this one succeeds
};

// What registrars signed, all of them the same text.
struct StoredRosterItem {
  base::Bytes statement;
  std::uint32_t index = 0;
  tlog::Path path;
};
struct StoredRosterChange {
  base::Bytes statement;
  std::vector<base::Bytes> signatures;  // CMS
  std::optional<StoredRosterItem> item = {};
};

using TakeRosterRecord = std::function<void(const RosterRecord&)>;

}  // namespace antin::keeper
