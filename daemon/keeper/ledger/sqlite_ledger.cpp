// The ledger's own life (making, failing, committing), its entries, blobs and values.
#include "daemon/keeper/ledger/sqlite_ledger.hpp"

#include "core/crypto/sha2.hpp"
#include "core/tlog/hash.hpp"
#include "daemon/keeper/ledger/guarded.hpp"
#include "daemon/keeper/ledger/stored_tree.hpp"

namespace antin::keeper {
namespace {

// SQLite's own default: 4 MB of log, a few milliseconds of copying.
constexpr int pages_before_copying = 1000;

int remember_pages(void* pages_in_log, sqlite3*, const char*, int pages) {
  *static_cast<int*>(pages_in_log) = pages;
  return SQLITE_OK;
}

}  // namespace

SqliteLedger::SqliteLedger(std::optional<LockFile> lock, Connection connection)
    : m_lock(std::move(lock)), m_connection(std::move(connection)) {
  sqlite3_wal_hook(m_connection->handle(), remember_pages, &m_pages_in_log);
  m_tree = right_edge(*m_connection);
}

SqliteLedger::~SqliteLedger() { stop_copy(); }

void SqliteLedger::stop_copy() {
  if (const auto copy = m_copy.lock()) copy->stop();
}

void SqliteLedger::close(LedgerFault fault, const std::string& why) {
  m_failed = LedgerError{fault, "the ledger is closed: " + why};
  // The files stay as the failure left them; who opens them next decides what is there. An open batch is rolled back.
  sqlite3_db_config(m_connection->handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  stop_copy();
  m_connection.reset();
}

LedgerResult<void> SqliteLedger::commit() {
  return guarded(LedgerFault::commit, [&] {
    if (!m_in_batch) return;
    m_connection->run("COMMIT");
    m_in_batch = false;
    m_tree_at_mark.reset();
    if (m_pages_in_log >= pages_before_copying) copy_log_into_file();
  });
}

LedgerResult<void> SqliteLedger::mark() {
  return written([&] {
    if (m_tree_at_mark) m_connection->run("RELEASE one_request");
    m_connection->run("SAVEPOINT one_request");
    m_tree_at_mark = m_tree;
  });
}

LedgerResult<void> SqliteLedger::rewind() {
  return written([&] {
    if (!m_tree_at_mark) throw SqliteFailure("there is no mark to go back to");
    m_connection->run("ROLLBACK TO one_request");
    m_tree = *m_tree_at_mark;
  });
}

// The batch is durable before this. A failure is fatal all the same: the next commits would build on a file whose pages
// may not have reached the disk.
void SqliteLedger::copy_log_into_file() {
  const int code =
      sqlite3_wal_checkpoint_v2(m_connection->handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  if (code != SQLITE_OK) throw SqliteFailure(std::string("cannot copy the log into the file: ") + sqlite3_errstr(code));
  m_pages_in_log = 0;
}

Appended SqliteLedger::put_entry(base::ByteView entry, base::Instant at) {
  const Appended appended{m_tree.size(), tlog::leaf_hash(entry)};
  m_connection->run("INSERT INTO entries (idx, at, bytes, leaf) VALUES (?, ?, ?, ?)", appended.index, at, entry,
                    base::ByteView(appended.leaf));
  append_to_tree(*m_connection, m_tree, appended.leaf);
  return appended;
}

LedgerResult<Appended> SqliteLedger::append(base::ByteView entry, base::Instant at) {
  return written([&] { return put_entry(entry, at); });
}

LedgerResult<Appended> SqliteLedger::close_log(base::ByteView entry, base::Instant at, const std::string& successor) {
  return written([&] {
    const auto last = put_entry(entry, at);
    m_connection->run("INSERT INTO closed (one, entry, successor) VALUES (1, ?, ?)", last.index, successor);
    return last;
  });
}

LedgerResult<std::optional<Closing>> SqliteLedger::closing() {
  return guarded(LedgerFault::write, [&]() -> std::optional<Closing> {
    auto query = m_connection->query("SELECT entry, successor FROM closed");
    if (!query.next()) return std::nullopt;
    return Closing{static_cast<std::uint64_t>(query.integer(0)), query.text(1)};
  });
}

LedgerResult<bool> SqliteLedger::is_successor() {
  return guarded(LedgerFault::write, [&] { return m_connection->query("SELECT 1 FROM predecessors LIMIT 1").next(); });
}

// A write fault of the copy's file is no fault of the ledger: step() tells it.
LedgerResult<std::unique_ptr<LedgerCopy>> SqliteLedger::copy_into(const std::filesystem::path& file) {
  if (m_failed) return *m_failed;
  try {
    auto copy = std::make_shared<SqliteCopy>(*m_connection, file);
    m_copy = copy;
    return std::unique_ptr<LedgerCopy>(std::make_unique<SharedCopy>(std::move(copy)));
  } catch (const SqliteFailure& failure) {
    return LedgerError{LedgerFault::write, failure.what()};
  }
}

LedgerResult<std::uint64_t> SqliteLedger::size() {
  return guarded(LedgerFault::write, [&] { return m_tree.size(); });
}

LedgerResult<std::optional<base::Bytes>> SqliteLedger::entry(std::uint64_t index) {
  return guarded(LedgerFault::write, [&]() -> std::optional<base::Bytes> {
    if (index >= m_tree.size()) return std::nullopt;
    auto query = m_connection->query("SELECT bytes FROM entries WHERE idx = ?", index);
    if (!query.next()) throw LedgerDamage("entry " + std::to_string(index) + " is missing");
    return query.bytes(0);
  });
}

LedgerResult<std::optional<base::Instant>> SqliteLedger::last_entry_time() {
  return guarded(LedgerFault::write, [&]() -> std::optional<base::Instant> {
    auto query = m_connection->query("SELECT at FROM entries ORDER BY idx DESC LIMIT 1");
    if (!query.next()) return std::nullopt;
    return query.instant(0);
  });
}

LedgerResult<std::optional<base::Instant>> SqliteLedger::entry_time(std::uint64_t index) {
  return guarded(LedgerFault::write, [&]() -> std::optional<base::Instant> {
    auto query = m_connection->query("SELECT at FROM entries WHERE idx = ?", index);
    if (!query.next()) return std::nullopt;
    return query.instant(0);
  });
}

LedgerResult<void> SqliteLedger::put_blob(const base::Sha256Hash& hash, base::ByteView bytes) {
  return written([&] {
    if (crypto::sha256(bytes) != hash) throw SqliteFailure("a blob does not have the hash that it is to be named by");
    m_connection->run("INSERT INTO blobs (hash, bytes) VALUES (?, ?) ON CONFLICT (hash) DO NOTHING",
                      base::ByteView(hash), bytes);
  });
}

LedgerResult<std::optional<base::Bytes>> SqliteLedger::blob(const base::Sha256Hash& hash) {
  return guarded(LedgerFault::write, [&]() -> std::optional<base::Bytes> {
    auto query = m_connection->query("SELECT bytes FROM blobs WHERE hash = ?", base::ByteView(hash));
    if (!query.next()) return std::nullopt;
    auto bytes = query.bytes(0);
    if (crypto::sha256(bytes) != hash) throw LedgerDamage("the blob " + base::to_hex(hash) + " does not have its hash");
    return bytes;
  });
}

LedgerResult<std::optional<base::Bytes>> SqliteLedger::value(const std::string& name) {
  return guarded(LedgerFault::write, [&]() -> std::optional<base::Bytes> {
    auto query = m_connection->query("SELECT value FROM small_values WHERE name = ?", name);
    if (!query.next()) return std::nullopt;
    return query.bytes(0);
  });
}

LedgerResult<void> SqliteLedger::set_value(const std::string& name, base::ByteView value) {
  return written([&] {
    m_connection->run(
        "INSERT INTO small_values (name, value) VALUES (?, ?) "
        "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        name, value);
  });
}

}  // namespace antin::keeper
