// Part of the check of a whole ledger: the roster's changes, against what was signed and against the log. Inside this
// room.
#pragma once

#include "daemon/keeper/ledger/statement.hpp"

namespace antin::keeper {

// Throws LedgerDamage: a change that its statement, or its entry, does not say, an item that its batch does not hold,
// an entry of a change that is missing.
void check_roster(Connection& connection);

}  // namespace antin::keeper
