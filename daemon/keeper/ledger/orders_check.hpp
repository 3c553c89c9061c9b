// The ledger's rows about orders against the entries that account for them: a part of the whole check. Inside this
// room.
#pragma once

#include "daemon/keeper/ledger/statement.hpp"

namespace antin::keeper {

// Each order is what its entry says, and no entry orders anything that the ledger does not know. Throws LedgerDamage.
void check_orders(Connection& connection);

}  // namespace antin::keeper
