// Seal keys: which there were, what they have sealed, and which have retired.
#include "daemon/keeper/ledger/guarded.hpp"
#include "daemon/keeper/ledger/sqlite_ledger.hpp"

namespace antin::keeper {
namespace {

std::optional<base::Sha256Hash> hash_at(const Statement& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return row.hash(column);
}

SealKey key_from(const Statement& row) {
  SealKey key;
  key.label = row.text(0);
  key.certificate = hash_at(row, 1);
  key.public_key = hash_at(row, 2);
  key.seals = static_cast<std::uint64_t>(row.integer(3));
  if (!row.is_null(4)) key.last = LastSeal{static_cast<std::uint64_t>(row.integer(4)), row.hash(5), row.text(6)};
  if (!row.is_null(7)) key.retired = RetiredKey{row.text(7), static_cast<std::uint64_t>(row.integer(8)), row.text(9)};
  return key;
}

}  // namespace

LedgerResult<std::vector<SealKey>> SqliteLedger::seal_keys() {
  return guarded(LedgerFault::write, [&] {
    auto rows = m_connection->query(
        "SELECT seal_keys.label, certificate, public_key, seals + carried, last_entry, last_leaf,"
        " coalesce(last_log, ''), reason, entry, coalesce(log, '')"
        " FROM seal_keys LEFT JOIN retired_keys USING (label) ORDER BY seal_keys.label");
    std::vector<SealKey> keys;
    while (rows.next()) keys.push_back(key_from(rows));
    return keys;
  });
}

LedgerResult<void> SqliteLedger::note_seal_key(const std::string& label, const base::Sha256Hash& certificate,
                                               const base::Sha256Hash& public_key) {
  return written([&] {
    m_connection->run(
        "INSERT INTO seal_keys (label, certificate, public_key) VALUES (?, ?, ?)"
        " ON CONFLICT (label) DO UPDATE SET certificate = excluded.certificate, public_key = excluded.public_key",
        label, base::ByteView(certificate), base::ByteView(public_key));
  });
}

LedgerResult<void> SqliteLedger::retire_key(const std::string& label, const std::string& reason, const Appended& entry,
                                            base::Instant at) {
  return written([&] {
    m_connection->run("INSERT INTO retired_keys (label, reason, at, entry) VALUES (?, ?, ?, ?)", label, reason, at,
                      entry.index);
  });
}

}  // namespace antin::keeper
