// Opening: the lock first, then the file, its schema, its integrity, and what it is the ledger of.
#include <fcntl.h>
#include <sys/stat.h>

#include <limits>

#include "core/base/descriptor.hpp"
#include "core/crypto/random.hpp"
#include "daemon/keeper/ledger/integrity.hpp"
#include "daemon/keeper/ledger/opening_error.hpp"
#include "daemon/keeper/ledger/schema.hpp"
#include "daemon/keeper/ledger/sqlite_ledger.hpp"

namespace antin::keeper {
namespace {

// SQLite would make it with the process's umask. The descriptor is closed before SQLite opens the file: POSIX locks of
// a process go with any descriptor of the file that it closes.
base::Result<void, OpeningError> make_private(const std::filesystem::path& file) {
  const base::Descriptor opened(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600));
  if (!opened.is_open()) return failed_opening("cannot open", file);
  struct stat status {};
  if (::fstat(opened.number(), &status) != 0) return failed_opening("cannot stat", file);
  if (!S_ISREG(status.st_mode)) return OpeningError{{file.string() + " is not a regular file"}};
  if (::fchmod(opened.number(), 0600) != 0) return failed_opening("cannot set the mode of", file);
  // A new file whose name is not durable would be gone after a power loss, with all that was committed to it.
  const auto parent = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
  const base::Descriptor directory(::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory.is_open() || ::fsync(directory.number()) != 0) return failed_opening("cannot sync directory", parent);
  return {};
}

void make_identity(Connection& connection, const std::string& origin) {
  const auto person_key = crypto::random_array<32>();
  connection.run(
      "INSERT INTO identity (one, origin, person_key, start)"
      " SELECT 1, ?, ?, 0 WHERE NOT EXISTS (SELECT 1 FROM identity) AND NOT EXISTS (SELECT 1 FROM entries)",
      origin, base::ByteView(person_key));
}

LedgerIdentity read_identity(Connection& connection) {
  auto row = connection.query("SELECT origin, person_key, start FROM identity");
  if (!row.next()) throw LedgerDamage("it does not say whose it is");
  return {row.text(0), row.bytes(1), static_cast<std::uint32_t>(row.integer(2))};
}

// Durable before anything is stamped: two openings must never share a start number.
LedgerIdentity count_start(Connection& connection, const std::string& origin) {
  connection.run("BEGIN IMMEDIATE");
  make_identity(connection, origin);
  auto identity = read_identity(connection);
  if (identity.origin != origin)
    throw SqliteFailure("the ledger is that of `" + identity.origin + "`, the policy's origin is `" + origin + "`");
  if (identity.start == std::numeric_limits<std::uint32_t>::max()) throw SqliteFailure("the start number is used up");
  ++identity.start;
  connection.run("UPDATE identity SET start = ?", identity.start);
  connection.run("COMMIT");
  return identity;
}

// The file itself was opened for writing before SQLite saw it: what cannot be opened then is its log beside it, on a
// full disk. Nor does SQLite say why it could not open the file: it opens it for reading, and has no right to write
// later.
OpeningFault fault_of(const SqliteFailure& failure) {
  switch (failure.code & 0xff) {
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_BUSY:
    case SQLITE_READONLY:
    case SQLITE_NOMEM: return OpeningFault::passing;
    default: return OpeningFault::lasting;  // an int, not an enum
  }
}

}  // namespace

base::Result<OpenedLedger, OpeningError> open_sqlite_ledger(const std::filesystem::path& file,
                                                            const std::string& origin) {
  auto lock = LockFile::hold(file.string() + ".lock");
  if (!lock) return lock.error();
  if (auto made = make_private(file); !made) return made.error();
  try {
    auto connection = Connection::open(file);
    set_up(connection);
    migrate(connection);
    check_newest(connection);
    auto identity = count_start(connection, origin);
    return OpenedLedger{std::make_unique<SqliteLedger>(*std::move(lock), std::move(connection)), std::move(identity)};
  } catch (const SqliteFailure& failure) {
    return OpeningError{{"cannot open the ledger " + file.string() + ": " + explained(failure)}, fault_of(failure)};
  }
}

}  // namespace antin::keeper
