// Of a successor that is being made: what it keeps of logs that were lost with their disk, and the entries with which
// it begins. Inside this room.
#pragma once

#include "daemon/keeper/ledger/predecessor.hpp"

namespace antin::keeper {

// What was given back comes before the steps that rest on it. `origin`: of the old log.
void carry_lost_logs(Predecessor& old, Connection& made, const std::string& origin);

// After all that is carried. The second, after a loss, is the stop of the appliance.
void write_first_entries(Predecessor& old, Connection& made, const Succession& succession);

}  // namespace antin::keeper
