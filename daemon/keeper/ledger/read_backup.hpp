// A backup of a ledger, for tools away from the appliance: read and never written, and not counted as an opening.
#pragma once

#include <filesystem>

#include "daemon/keeper/ledger/ledger.hpp"

namespace antin::keeper {

// Refuses a ledger that is in use or was not ended in good order (a journal lies beside it), another schema than this
// program's, and damage.
base::Result<OpenedLedger> read_backup(const std::filesystem::path& file);

}  // namespace antin::keeper
