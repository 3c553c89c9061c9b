// The log's Merkle tree as the ledger stores it: level 0 is the entries' own leaf hashes, and every complete subtree of
// 256^level entries above has a row. All else is computed from these.
#pragma once

#include "core/tlog/tree.hpp"
#include "daemon/keeper/ledger/statement.hpp"

namespace antin::keeper {

std::uint64_t number_of_entries(Connection& connection);

// Throws LedgerDamage when a hash of it is missing.
tlog::Path stored_tile(Connection& connection, const tlog::Tile& tile);

tlog::Frontier right_edge(Connection& connection);

// Stores the subtrees that this leaf completes. The entry itself is the caller's.
void append_to_tree(Connection& connection, tlog::Frontier& tree, const base::Sha256Hash& leaf);

// For a ledger that was written before it had a tree.
void store_all_subtrees(Connection& connection);

}  // namespace antin::keeper
