// LedgerCopy by SQLite's own backup interface. Inside this room.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "daemon/keeper/ledger/ledger_copy.hpp"
#include "daemon/keeper/ledger/statement.hpp"

namespace antin::keeper {

using BackupHandle = base::Handle<sqlite3_backup, sqlite3_backup_finish>;

class SqliteCopy final : public LedgerCopy {
 public:
  // `to` must not be there. The connection copied from must not be closed before stop(). Throws SqliteFailure.
  SqliteCopy(Connection& from, std::filesystem::path to);

  base::Result<CopyProgress> step() override;
  void stop();  // lets go of the ledger's connection; every later step is an error

 private:
  base::Result<CopyProgress> finish();
  std::filesystem::path m_to;
  std::optional<Connection> m_destination;
  BackupHandle m_backup;  // goes before the connection that it writes to
};

// The ledger may be closed while somebody still holds this.
class SharedCopy final : public LedgerCopy {
 public:
  explicit SharedCopy(std::shared_ptr<SqliteCopy> copy) : m_copy(std::move(copy)) {}
  base::Result<CopyProgress> step() override { return m_copy->step(); }

 private:
  std::shared_ptr<SqliteCopy> m_copy;
};

}  // namespace antin::keeper
