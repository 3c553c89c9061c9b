// What a whole check looks at around endings: that the ledger says of each what the log says, and that what was carried
// over from other logs was in them. Inside this room.
#pragma once

#include "daemon/keeper/ledger/statement.hpp"

namespace antin::keeper {

// Both throw LedgerDamage with what was found first.
void check_endings(Connection& connection);
void check_carried(Connection& connection);  // steps and endings, under the final checkpoints of their logs

}  // namespace antin::keeper
