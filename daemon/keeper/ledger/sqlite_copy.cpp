#include "daemon/keeper/ledger/sqlite_copy.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/base/descriptor.hpp"

namespace antin::keeper {
namespace {

constexpr int pages_a_step = 256;  // 1 MiB: a few milliseconds, in which nobody is served

// SQLite would make it with the process's umask, and would take a file that is there.
Connection made_anew(const std::filesystem::path& file) {
  {
    const base::Descriptor made(::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!made.is_open()) throw SqliteFailure("cannot make " + file.string() + ": " + std::strerror(errno));
  }
  auto connection = Connection::open(file);
  // Half a copy is of no use to anybody: the whole is synced at its end.
  connection.script("PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF");
  return connection;
}

}  // namespace

SqliteCopy::SqliteCopy(Connection& from, std::filesystem::path to)
    : m_to(std::move(to)),
      m_destination(made_anew(m_to)),
      m_backup(sqlite3_backup_init(m_destination->handle(), "main", from.handle(), "main")) {
  if (!m_backup)
    throw SqliteFailure("cannot copy to " + m_to.string() + ": " + sqlite3_errmsg(m_destination->handle()));
}

base::Result<CopyProgress> SqliteCopy::step() {
  if (!m_backup) return base::Error{"the copy was given up: the ledger is closed"};
  const int code = sqlite3_backup_step(m_backup.get(), pages_a_step);
  if (code == SQLITE_DONE) return finish();
  // Locked: a batch is open, so later.
  if (code != SQLITE_OK && code != SQLITE_BUSY && code != SQLITE_LOCKED) {
    stop();
    return base::Error{"cannot copy to " + m_to.string() + ": " + sqlite3_errstr(code)};
  }
  const auto all = static_cast<std::uint64_t>(sqlite3_backup_pagecount(m_backup.get()));
  return CopyProgress{all - static_cast<std::uint64_t>(sqlite3_backup_remaining(m_backup.get())), all, false};
}

base::Result<CopyProgress> SqliteCopy::finish() {
  const auto all = static_cast<std::uint64_t>(sqlite3_backup_pagecount(m_backup.get()));
  if (const int code = sqlite3_backup_finish(m_backup.release()); code != SQLITE_OK)
    return base::Error{"cannot copy to " + m_to.string() + ": " + sqlite3_errstr(code)};
  m_destination.reset();
  const base::Descriptor file(::open(m_to.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open() || ::fsync(file.number()) != 0)
    return base::Error{"cannot sync " + m_to.string() + ": " + std::strerror(errno)};
  return CopyProgress{all, all, true};
}

void SqliteCopy::stop() {
  m_backup.reset();
  m_destination.reset();
}

}  // namespace antin::keeper
