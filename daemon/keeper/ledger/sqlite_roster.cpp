// The roster's changes: appended with their entries, read at a start, never changed.
#include "core/crypto/sha2.hpp"
#include "daemon/keeper/ledger/guarded.hpp"
#include "daemon/keeper/ledger/hashes.hpp"
#include "daemon/keeper/ledger/roster_rows.hpp"
#include "daemon/keeper/ledger/signatures.hpp"
#include "daemon/keeper/ledger/sqlite_ledger.hpp"

namespace antin::keeper {
namespace {

template <class Hash>
std::optional<base::ByteView> view(const std::optional<Hash>& hash) {
  return hash ? std::optional<base::ByteView>(*hash) : std::nullopt;
}

std::optional<std::string_view> view(const std::optional<std::string>& text) {
  return text ? std::optional<std::string_view>(*text) : std::nullopt;
}

void check(const RosterRecord& record, const StoredRosterChange& signed_change) {
  const auto& text = signed_change.item ? signed_change.item->statement : signed_change.statement;
  if (crypto::sha256(text) != record.statement)
    throw SqliteFailure("a statement does not have the hash that it is to be named by");
}

}  // namespace

LedgerResult<void> SqliteLedger::change_roster(const RosterRecord& record, const StoredRosterChange& signed_change) {
  return written([&] {
    check(record, signed_change);
    const auto hash = crypto::sha256(signed_change.statement);
    const auto signatures = join_signatures(signed_change.signatures);
    const auto signatures_hash = crypto::sha256(signatures);
    m_connection->run(
        "INSERT INTO roster_statements (hash, signatures_hash, statement, signatures) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (hash, signatures_hash) DO NOTHING",
        base::ByteView(hash), base::ByteView(signatures_hash), signed_change.statement, signatures);
    const auto& item = signed_change.item;
    m_connection->run(
        "INSERT INTO roster_changes (hash, signed, item, place, path, action, unit, person, certificate, identity, "
        "role,"
        " scope, since, until, acting_for, system, at, entry, leaf, proof)"
        " VALUES (?, (SELECT number FROM roster_statements WHERE hash = ? AND signatures_hash = ?), ?, ?, ?, ?, ?, ?, "
        "?,"
        " ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, x'')",
        base::ByteView(record.statement), base::ByteView(hash), base::ByteView(signatures_hash),
        item ? std::optional<base::ByteView>(item->statement) : std::nullopt, item ? item->index : 0U,
        item ? join_hashes(item->path) : base::Bytes(), base::name_of(record.action), record.unit, record.person,
        view(record.certificate), view(record.identity), view(record.role), view(record.scope), record.from,
        record.until, view(record.acting_for), record.system, record.at, record.index, base::ByteView(record.leaf));
  });
}

LedgerResult<void> SqliteLedger::read_roster(const TakeRosterRecord& take) {
  return guarded(LedgerFault::write, [&] {
    auto rows = m_connection->query(roster_rows);
    while (rows.next()) take(roster_record_from(rows));
  });
}

LedgerResult<std::optional<Appended>> SqliteLedger::roster_change(const base::Sha256Hash& statement) {
  return guarded(LedgerFault::write, [&]() -> std::optional<Appended> {
    auto row = m_connection->query("SELECT entry, leaf FROM roster_changes WHERE hash = ? AND predecessor IS NULL",
                                   base::ByteView(statement));
    if (!row.next()) return std::nullopt;
    return Appended{static_cast<std::uint64_t>(row.integer(0)), row.hash(1)};
  });
}

LedgerResult<std::optional<StoredRosterChange>> SqliteLedger::roster_statement(const base::Sha256Hash& statement) {
  return guarded(LedgerFault::write, [&]() -> std::optional<StoredRosterChange> {
    auto row = m_connection->query(
        "SELECT s.statement, s.signatures, c.item, c.place, c.path"
        " FROM roster_changes c JOIN roster_statements s ON s.number = c.signed WHERE c.hash = ?",
        base::ByteView(statement));
    if (!row.next()) return std::nullopt;
    StoredRosterChange found{row.bytes(0), split_signatures(row.bytes(1))};
    if (!row.is_null(2))
      found.item =
          StoredRosterItem{row.bytes(2), static_cast<std::uint32_t>(row.integer(3)), split_hashes(row.bytes(4))};
    return found;
  });
}

}  // namespace antin::keeper
