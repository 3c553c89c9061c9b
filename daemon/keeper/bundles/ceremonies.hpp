// Which key ceremonies the log holds, so that one has one entry.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "daemon/keeper/ledger/ledger.hpp"

namespace antin::keeper {

struct KeptCeremony {
  std::string ceremony;           // its id, never used again
  base::Sha256Hash transcript{};  // of the text
  std::uint64_t index = 0;        // of its `ceremony` entry
};

// An error: the ledger does not hold what it must.
base::Result<std::vector<KeptCeremony>> kept_ceremonies(Ledger& ledger);

// Is each entry that the list names there, and of that transcript?
base::Result<void> check_ceremonies(Ledger& ledger);

// All of them, into the ledger's open batch.
LedgerResult<void> keep_ceremonies(Ledger& ledger, const std::vector<KeptCeremony>& ceremonies);

}  // namespace antin::keeper
