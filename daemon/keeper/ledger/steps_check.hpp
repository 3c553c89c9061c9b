// Whether what the ledger has counted of its steps is what its steps are. Inside this room.
#pragma once

#include "daemon/keeper/ledger/statement.hpp"

namespace antin::keeper {

// Throws LedgerDamage: a quota would be used up too early, or never.
void check_yearly_steps(Connection& connection);

}  // namespace antin::keeper
