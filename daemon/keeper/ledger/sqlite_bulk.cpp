// Approvals: those of one item each, and those in bulk, whose signature is stored once for all items.
#include "core/crypto/sha2.hpp"
#include "daemon/keeper/ledger/guarded.hpp"
#include "daemon/keeper/ledger/hashes.hpp"
#include "daemon/keeper/ledger/sqlite_ledger.hpp"

namespace antin::keeper {
namespace {

void put_bulk(Connection& connection, const base::Sha256Hash& item, const StoredApproval& approval) {
  const auto bulk = crypto::sha256(approval.statement);
  const auto cms = crypto::sha256(approval.cms);
  connection.run(
      "INSERT INTO bulk_approvals (hash, cms_hash, statement, cms) VALUES (?, ?, ?, ?)"
      " ON CONFLICT (hash, cms_hash) DO NOTHING",
      base::ByteView(bulk), base::ByteView(cms), approval.statement, approval.cms);
  connection.run(
      "INSERT INTO bulk_items (hash, statement, bulk, place, path)"
      " SELECT ?, ?, number, ?, ? FROM bulk_approvals WHERE hash = ? AND cms_hash = ?"
      " ON CONFLICT (hash) DO NOTHING",
      base::ByteView(item), approval.item->statement, approval.item->index, join_hashes(approval.item->path),
      base::ByteView(bulk), base::ByteView(cms));
}

std::optional<StoredApproval> find_item(Connection& connection, const base::Sha256Hash& item) {
  auto row = connection.query(
      "SELECT b.statement, b.cms, i.statement, i.place, i.path"
      " FROM bulk_items i JOIN bulk_approvals b ON b.number = i.bulk WHERE i.hash = ?",
      base::ByteView(item));
  if (!row.next()) return std::nullopt;
  return StoredApproval{
      row.bytes(0), row.bytes(1),
      StoredItem{row.bytes(2), static_cast<std::uint32_t>(row.integer(3)), split_hashes(row.bytes(4))}};
}

}  // namespace

LedgerResult<void> SqliteLedger::put_approval(const base::Sha256Hash& statement, const StoredApproval& approval) {
  return written([&] {
    if (crypto::sha256(approval.item ? approval.item->statement : approval.statement) != statement)
      throw SqliteFailure("a statement does not have the hash that it is to be named by");
    if (approval.item) return put_bulk(*m_connection, statement, approval);
    m_connection->run("INSERT INTO approvals (hash, statement, cms) VALUES (?, ?, ?) ON CONFLICT (hash) DO NOTHING",
                      base::ByteView(statement), approval.statement, approval.cms);
  });
}

LedgerResult<std::optional<StoredApproval>> SqliteLedger::approval(const base::Sha256Hash& statement) {
  return guarded(LedgerFault::write, [&]() -> std::optional<StoredApproval> {
    auto query = m_connection->query("SELECT statement, cms FROM approvals WHERE hash = ?", base::ByteView(statement));
    if (query.next()) return StoredApproval{query.bytes(0), query.bytes(1)};
    return find_item(*m_connection, statement);
  });
}

}  // namespace antin::keeper
