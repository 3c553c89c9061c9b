#include "daemon/keeper/ledger/stored_tree.hpp"

#include "daemon/keeper/ledger/integrity.hpp"

namespace antin::keeper {
namespace {

tlog::Path hashes_of(Statement& query, const tlog::Tile& tile) {
  tlog::Path hashes;
  while (query.next()) hashes.push_back(query.hash(0));
  if (hashes.size() != tile.width) throw LedgerDamage("hashes of " + path(tile) + " are missing");
  return hashes;
}

}  // namespace

std::uint64_t number_of_entries(Connection& connection) {
  auto query = connection.query("SELECT coalesce(max(idx) + 1, 0) FROM entries");
  if (!query.next()) throw SqliteFailure("the number of entries cannot be read");
  return static_cast<std::uint64_t>(query.integer(0));
}

tlog::Path stored_tile(Connection& connection, const tlog::Tile& tile) {
  const auto first = tile.number * tlog::tile_width;
  const auto end = first + tile.width;
  if (tile.level == 0) {
    auto query = connection.query("SELECT leaf FROM entries WHERE idx >= ? AND idx < ? ORDER BY idx", first, end);
    return hashes_of(query, tile);
  }
  auto query = connection.query("SELECT hash FROM subtrees WHERE level = ? AND idx >= ? AND idx < ? ORDER BY idx",
                                tile.level, first, end);
  return hashes_of(query, tile);
}

tlog::Frontier right_edge(Connection& connection) {
  tlog::Tree tree(number_of_entries(connection),
                  [&](const tlog::Tile& tile) -> base::Result<tlog::Path> { return stored_tile(connection, tile); });
  auto edge = tlog::Frontier::of(tree);
  if (!edge) throw LedgerDamage(edge.error().text);
  return *std::move(edge);
}

void append_to_tree(Connection& connection, tlog::Frontier& tree, const base::Sha256Hash& leaf) {
  for (const auto& subtree : tree.append(leaf))
    connection.run("INSERT INTO subtrees (level, idx, hash) VALUES (?, ?, ?)", subtree.level, subtree.index,
                   base::ByteView(subtree.hash));
}

void store_all_subtrees(Connection& connection) {
  tlog::Frontier tree;
  auto leaves = connection.query("SELECT leaf FROM entries ORDER BY idx");
  while (leaves.next()) append_to_tree(connection, tree, leaves.hash(0));
}

}  // namespace antin::keeper
