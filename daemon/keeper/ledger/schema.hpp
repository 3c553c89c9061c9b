// The ledger's tables, and the path from each version of them to the next.
#pragma once

#include "daemon/keeper/ledger/statement.hpp"

namespace antin::keeper {

constexpr std::int64_t schema_version = 11;
constexpr std::int64_t ledger_application_id = 0x416e746e;  // "Antn": what `file` and sqlite3 show of a ledger

// Durability and strictness of a connection. Before anything else touches the file. Throws when one does not hold.
void set_up(Connection& connection);

// 0: an empty file. Throws SqliteFailure, with the reason for an operator, on a file of a newer version or of something
// else.
std::int64_t version_of(Connection& connection);

// Makes the tables in an empty file, or brings an older version up to this one. Throws as version_of does.
void migrate(Connection& connection);

}  // namespace antin::keeper
