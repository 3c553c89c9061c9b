// Whether what the ledger says of seal keys is what its steps and entries say. Inside this room.
#pragma once

#include "daemon/keeper/ledger/statement.hpp"

namespace antin::keeper {

// Throws LedgerDamage: a key's seals are not those of the steps; a retirement is not what its entry says, or an entry's
// is not known; a key has sealed behind its last entry.
void check_seal_keys(Connection& connection);

}  // namespace antin::keeper
