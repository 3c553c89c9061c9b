// The ledger's tables, the path from each version of them to the next, and the checks of a file that is opened.
#pragma once

#include "daemon/keeper/ledger/statement.hpp"

namespace antin::keeper {

constexpr std::int64_t schema_version = 2;
constexpr std::int64_t ledger_application_id = 0x416e746e;  // "Antn": what `file` and sqlite3 show of a ledger

// Durability and strictness of a connection. Before anything else touches the file. Throws when one does not hold.
void set_up(Connection& connection);

// Makes the tables in an empty file, or brings an older version up to this one. Throws SqliteFailure, with the reason
// for an operator, on a file of a newer version or of something else.
void migrate(Connection& connection);

// Pages, indexes' order, references between tables, and the entries' numbers and newest hashes. Throws on any damage.
void check_integrity(Connection& connection);

}  // namespace antin::keeper
