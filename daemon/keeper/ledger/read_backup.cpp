#include "daemon/keeper/ledger/read_backup.hpp"

#include "daemon/keeper/ledger/integrity.hpp"
#include "daemon/keeper/ledger/schema.hpp"
#include "daemon/keeper/ledger/sqlite_ledger.hpp"

namespace antin::keeper {
namespace {

std::int64_t number(Connection& connection, const char* sql) {
  auto query = connection.query(sql);
  return query.next() ? query.integer(0) : 0;
}

LedgerIdentity identity_of(Connection& connection) {
  auto row = connection.query("SELECT origin, person_key, start FROM identity");
  if (!row.next()) throw SqliteFailure("it does not say whose it is");
  return {row.text(0), row.bytes(1), static_cast<std::uint32_t>(row.integer(2))};
}

}  // namespace

base::Result<OpenedLedger> read_backup(const std::filesystem::path& file) {
  const auto refuse = [&](const std::string& why) { return base::Error{file.string() + ": " + why}; };
  try {
    auto connection = Connection::open_immutable(file);
    if (number(connection, "PRAGMA application_id") != ledger_application_id) return refuse("is no ledger");
    const auto version = number(connection, "PRAGMA user_version");
    if (version != schema_version)
      return refuse("its schema has version " + std::to_string(version) + ", this program reads " +
                    std::to_string(schema_version));
    check_newest(connection);
    auto identity = identity_of(connection);
    return OpenedLedger{std::make_unique<SqliteLedger>(std::nullopt, std::move(connection)), std::move(identity)};
  } catch (const SqliteFailure& failure) {
    return refuse(failure.what());
  }
}

}  // namespace antin::keeper
