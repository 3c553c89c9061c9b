// The log's side of the ledger: ranges of entries, the tree over them, checkpoints and cosignatures.
#include "daemon/keeper/ledger/guarded.hpp"
#include "daemon/keeper/ledger/stored_tree.hpp"

namespace antin::keeper {
namespace {

std::optional<SignedCheckpoint> checkpoint_in(Statement&& query) {
  if (!query.next()) return std::nullopt;
  return SignedCheckpoint{static_cast<std::uint64_t>(query.integer(0)), query.text(1)};
}

std::vector<Cosignature> cosignatures_in(Statement&& query) {
  std::vector<Cosignature> all;
  while (query.next())
    all.push_back({static_cast<std::uint64_t>(query.integer(0)), query.text(1), query.instant(2), query.text(3)});
  return all;
}

}  // namespace

LedgerResult<std::vector<LoggedEntry>> Ledger::entries(std::uint64_t from, std::uint64_t count) {
  std::vector<LoggedEntry> all;
  const auto read = read_entries(from, count, [&](LoggedEntry&& entry) {
    all.push_back(std::move(entry));
    return true;
  });
  if (!read) return read.error();
  return all;
}

LedgerResult<void> SqliteLedger::read_entries(std::uint64_t from, std::uint64_t count, const TakeEntry& take) {
  return guarded(LedgerFault::write, [&] {
    auto query = m_connection->query(
        "SELECT bytes, leaf, coalesce(json_extract(CAST(bytes AS TEXT), '$.unit'), ''),"
        " coalesce(json_extract(CAST(bytes AS TEXT), '$.system'), '')"
        " FROM entries WHERE idx >= ? ORDER BY idx LIMIT ?",
        from, count);
    while (query.next() && take({query.bytes(0), query.hash(1), query.text(2), query.text(3)})) {
    }
  });
}

LedgerResult<base::Sha256Hash> SqliteLedger::root() {
  return guarded(LedgerFault::write, [&] { return m_tree.root(); });
}

LedgerResult<tlog::Path> SqliteLedger::tile(const tlog::Tile& tile) {
  return guarded(LedgerFault::write, [&] { return stored_tile(*m_connection, tile); });
}

LedgerResult<std::optional<SignedCheckpoint>> SqliteLedger::last_checkpoint() {
  return guarded(LedgerFault::write, [&] {
    return checkpoint_in(m_connection->query("SELECT size, note FROM checkpoints ORDER BY size DESC LIMIT 1"));
  });
}

LedgerResult<std::optional<SignedCheckpoint>> SqliteLedger::first_checkpoint_of(std::uint64_t size) {
  return guarded(LedgerFault::write, [&] {
    return checkpoint_in(
        m_connection->query("SELECT size, note FROM checkpoints WHERE size >= ? ORDER BY size LIMIT 1", size));
  });
}

LedgerResult<std::vector<Cosignature>> SqliteLedger::cosignatures(std::uint64_t size) {
  return guarded(LedgerFault::write, [&] {
    return cosignatures_in(
        m_connection->query("SELECT size, witness, at, line FROM cosignatures WHERE size = ? ORDER BY witness", size));
  });
}

LedgerResult<std::vector<Cosignature>> SqliteLedger::last_cosignatures() {
  return guarded(LedgerFault::write, [&] {
    // From one name to the next, and to its last, on an index: a GROUP BY would read every cosignature there is.
    return cosignatures_in(m_connection->query(
        "WITH RECURSIVE known (name) AS (SELECT min(witness) FROM cosignatures UNION ALL"
        " SELECT (SELECT min(witness) FROM cosignatures WHERE witness > name) FROM known WHERE name IS NOT NULL)"
        " SELECT size, witness, at, line FROM known JOIN cosignatures ON witness = name"
        " AND size = (SELECT max(size) FROM cosignatures WHERE witness = name) ORDER BY witness"));
  });
}

LedgerResult<std::optional<std::uint64_t>> SqliteLedger::last_cosigned_by(std::uint64_t witnesses) {
  return guarded(LedgerFault::write, [&]() -> std::optional<std::uint64_t> {
    // Walks down from the largest size, so the first that has enough ends it.
    auto query = m_connection->query(
        "SELECT size FROM cosignatures GROUP BY size HAVING count(*) >= ? ORDER BY size DESC LIMIT 1", witnesses);
    if (!query.next()) return std::nullopt;
    return static_cast<std::uint64_t>(query.integer(0));
  });
}

LedgerResult<void> SqliteLedger::keep_checkpoint(const SignedCheckpoint& checkpoint, base::Instant at) {
  return written([&] {
    if (checkpoint.size > m_tree.size()) throw SqliteFailure("a checkpoint is larger than the log");
    m_connection->run("INSERT INTO checkpoints (size, at, note) VALUES (?, ?, ?)", checkpoint.size, at,
                      checkpoint.note);
  });
}

LedgerResult<void> SqliteLedger::keep_cosignature(const Cosignature& cosignature) {
  return written([&] {
    m_connection->run("INSERT INTO cosignatures (size, witness, at, line) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                      cosignature.size, cosignature.witness, cosignature.at, cosignature.line);
  });
}

}  // namespace antin::keeper
