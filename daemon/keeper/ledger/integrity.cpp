#include "daemon/keeper/ledger/integrity.hpp"

#include "daemon/keeper/ledger/stored_tree.hpp"

namespace antin::keeper {
namespace {

constexpr unsigned highest_level = 7;  // 256^8 entries are more than there are numbers

base::Sha256Hash root_of(const tlog::Path& full_tile) {
  tlog::Frontier tree;
  for (const auto& hash : full_tile) tree.append(hash);
  return tree.root();
}

void check_newest_entries(Connection& connection, std::uint64_t from, std::uint64_t size) {
  auto rows = connection.query("SELECT idx, bytes, leaf FROM entries WHERE idx >= ? ORDER BY idx", from);
  for (auto index = from; index < size; ++index) {
    if (!rows.next()) throw LedgerDamage("entries are missing before index " + std::to_string(size));
    check_entry(rows, index);
  }
}

void check_last_full_tiles(Connection& connection, std::uint64_t size) {
  for (unsigned level = 0; size >= tlog::tile_width; ++level, size /= tlog::tile_width) {
    const auto number = size / tlog::tile_width - 1;
    check_subtree(connection, level + 1, number, root_of(stored_tile(connection, {level, number, tlog::tile_width})));
  }
}

void check_newest_step(Connection& connection, std::uint64_t size) {
  auto newest = connection.query("SELECT entry FROM steps WHERE entry IS NOT NULL ORDER BY entry DESC LIMIT 1");
  if (!newest.next() || static_cast<std::uint64_t>(newest.integer(0)) < size) return;
  throw LedgerDamage("a reference leads nowhere: a step was done by entry " + std::to_string(newest.integer(0)) +
                     ", but the log has " + std::to_string(size) + " entries");
}

}  // namespace

bool is_damage(const SqliteFailure& failure) { return (failure.code & 0xff) == SQLITE_CORRUPT; }

std::string explained(const SqliteFailure& failure) {
  if (!is_damage(failure)) return failure.what();
  return std::string(failure.what()) +
         "; the file is damaged: keep it, see how far the damage goes with antind --check-ledger, and restore the "
         "newest backup that passes it";
}

void check_pages(Connection& connection) {
  auto check = connection.query("PRAGMA integrity_check(1)");
  if (!check.next() || check.text(0) != "ok") throw LedgerDamage(check.text(0));
}

void check_references(Connection& connection) {
  auto query = connection.query("PRAGMA foreign_key_check");
  if (query.next()) throw LedgerDamage("a reference leads nowhere from table " + query.text(0));
}

void check_entry(const Statement& row, std::uint64_t index) {
  const auto found = static_cast<std::uint64_t>(row.integer(0));
  if (found != index) throw LedgerDamage("entries are missing before index " + std::to_string(found));
  if (tlog::leaf_hash(row.bytes(1)) != row.hash(2))
    throw LedgerDamage("the hash of entry " + std::to_string(index) + " does not hold");
}

void check_subtree(Connection& connection, unsigned level, std::uint64_t index, const base::Sha256Hash& hash) {
  auto stored = connection.query("SELECT hash FROM subtrees WHERE level = ? AND idx = ?", level, index);
  if (!stored.next() || stored.hash(0) != hash)
    throw LedgerDamage("the hash over " + path(tlog::Tile{level - 1, index, tlog::tile_width}) + " does not hold");
}

void check_subtrees_end(Connection& connection, std::uint64_t size) {
  for (unsigned level = 1; level <= highest_level; ++level) {
    const auto complete = size >> (8 * level);
    auto last = connection.query("SELECT coalesce(max(idx) + 1, 0) FROM subtrees WHERE level = ?", level);
    if (last.next() && static_cast<std::uint64_t>(last.integer(0)) == complete) continue;
    throw LedgerDamage("the tree goes on where the log has ended: its entries from " + std::to_string(size) +
                       " on are missing, or hashes of level " + std::to_string(level) + " are");
  }
}

void check_newest(Connection& connection) {
  const auto size = number_of_entries(connection);
  const auto full = size / tlog::tile_width;
  check_newest_step(connection, size);
  check_newest_entries(connection, full == 0 ? 0 : (full - 1) * tlog::tile_width, size);
  check_subtrees_end(connection, size);
  check_last_full_tiles(connection, size);
}

}  // namespace antin::keeper
