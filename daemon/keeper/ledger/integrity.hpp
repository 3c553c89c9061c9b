// Is the file still what was written to it? At every start what is new is looked at, in a time that does not grow with
// the log; `check_ledger` (whole_check.hpp) looks at all of it.
#pragma once

#include "core/tlog/tree.hpp"
#include "daemon/keeper/ledger/statement.hpp"

namespace antin::keeper {

// What the file holds is not what was written. Only a person can mend that.
struct LedgerDamage : SqliteFailure {
  explicit LedgerDamage(const std::string& what) : SqliteFailure("the ledger is damaged: " + what, SQLITE_CORRUPT) {}
};

bool is_damage(const SqliteFailure& failure);
// For an operator: of damage also what to do about it.
std::string explained(const SqliteFailure& failure);

// The newest entries, rehashed from their octets and numbered without a gap; above them, at each level, the last full
// tile against the hash over it, and no hash that the entries do not reach to; the newest step's entry. That finds a
// torn write, a log that was cut off, and whatever was altered or put in another order at the end of it. That the end
// leads to the last checkpoint is for the log's own check, which knows the key. Older parts were held against a
// checkpoint when they were new, and change only on a disk that rots or by somebody's hand: to look for that at every
// start would keep the appliance from starting. Throws LedgerDamage.
void check_newest(Connection& connection);

// SQLite's own word on its pages and indexes, and on references between tables. Reads the whole file.
void check_pages(Connection& connection);
void check_references(Connection& connection);

// An entry's row (idx, bytes, leaf): it has this number, and its hash holds.
void check_entry(const Statement& row, std::uint64_t index);

// The stored hash over 256^level entries is this one.
void check_subtree(Connection& connection, unsigned level, std::uint64_t index, const base::Sha256Hash& hash);

// Of each level as many as the tree has grown to, and none beyond.
void check_subtrees_end(Connection& connection, std::uint64_t size);

}  // namespace antin::keeper
