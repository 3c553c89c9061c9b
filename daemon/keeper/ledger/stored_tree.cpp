#include "daemon/keeper/ledger/stored_tree.hpp"

namespace antin::keeper {
namespace {

std::uint64_t number_of_entries(Connection& connection) {
  auto query = connection.query("SELECT coalesce(max(idx) + 1, 0) FROM entries");
  if (!query.next()) throw SqliteFailure("the number of entries cannot be read");
  return static_cast<std::uint64_t>(query.integer(0));
}

tlog::Path hashes_of(Statement& query, const tlog::Tile& tile) {
  tlog::Path hashes;
  while (query.next()) hashes.push_back(query.hash(0));
  if (hashes.size() != tile.width)
    throw SqliteFailure("the ledger is damaged: hashes of " + path(tile) + " are missing");
  return hashes;
}

base::Sha256Hash root_of(const tlog::Path& full_tile) {
  tlog::Frontier tree;
  for (const auto& hash : full_tile) tree.append(hash);
  return tree.root();
}

void check_leaves(Connection& connection, std::uint64_t from, std::uint64_t until) {
  auto entries = connection.query("SELECT idx, bytes, leaf FROM entries WHERE idx >= ? AND idx < ?", from, until);
  while (entries.next())
    if (tlog::leaf_hash(entries.bytes(1)) != entries.hash(2))
      throw SqliteFailure("the ledger is damaged: the hash of entry " + std::to_string(entries.integer(0)) +
                          " does not hold");
}

}  // namespace

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
  if (!edge) throw SqliteFailure("the ledger is damaged: " + edge.error().text);
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

// At each level the last full tile and the partial one; a torn write could have hurt nothing older.
void check_right_edge(Connection& connection) {
  auto size = number_of_entries(connection);
  const auto last_full = size / tlog::tile_width;
  check_leaves(connection, last_full == 0 ? 0 : (last_full - 1) * tlog::tile_width, size);
  for (unsigned level = 0; size >= tlog::tile_width; ++level, size /= tlog::tile_width) {
    const auto number = size / tlog::tile_width - 1;
    const tlog::Tile below{level, number, tlog::tile_width};
    auto stored = connection.query("SELECT hash FROM subtrees WHERE level = ? AND idx = ?", level + 1, number);
    if (!stored.next() || stored.hash(0) != root_of(stored_tile(connection, below)))
      throw SqliteFailure("the ledger is damaged: the hash over " + path(below) + " does not hold");
  }
}

}  // namespace antin::keeper
