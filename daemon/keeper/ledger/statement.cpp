#include "daemon/keeper/ledger/statement.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace antin::keeper {
namespace {

[[noreturn]] void fail(sqlite3* connection, const std::string& what) {
  const int code = sqlite3_extended_errcode(connection);
  throw SqliteFailure(what + ": " + sqlite3_errmsg(connection) + " (" + std::to_string(code) + ")", code);
}

// https://www.sqlite.org/uri.html: what would end the path early is written as %HH.
std::string as_uri(const std::filesystem::path& path) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string uri;
  for (const char each : path.string()) {
    if (each != '%' && each != '?' && each != '#') {
      uri += each;
      continue;
    }
    const auto octet = static_cast<unsigned char>(each);
    uri += {'%', digits[octet >> 4], digits[octet & 15]};
  }
  return uri;
}

}  // namespace

Statement::~Statement() {
  // Its result repeats the error that next() has thrown already.
  sqlite3_reset(m_prepared);
  sqlite3_clear_bindings(m_prepared);
}

void Statement::check(int code) {
  if (code != SQLITE_OK) fail(m_connection, "cannot bind a value");
}

void Statement::bind(int at, std::int64_t value) { check(sqlite3_bind_int64(m_prepared, at, value)); }

void Statement::bind(int at, std::uint64_t value) {
  if (!std::in_range<std::int64_t>(value)) throw SqliteFailure("a number is larger than SQLite's integers");
  bind(at, static_cast<std::int64_t>(value));
}

void Statement::bind(int at, std::string_view value) {
  // A null pointer would bind NULL instead of the empty text.
  const char* text = value.empty() ? "" : value.data();
  check(sqlite3_bind_text64(m_prepared, at, text, value.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
}

void Statement::bind(int at, base::ByteView value) {
  if (value.empty()) return check(sqlite3_bind_zeroblob(m_prepared, at, 0));
  check(sqlite3_bind_blob64(m_prepared, at, value.data(), value.size(), SQLITE_TRANSIENT));
}

bool Statement::next() {
  const int code = sqlite3_step(m_prepared);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  fail(m_connection, "SQLite failed");
}

void Statement::run() {
  if (next()) throw SqliteFailure("a statement that should give no row gave one");
}

bool Statement::is_null(int column) const { return sqlite3_column_type(m_prepared, column) == SQLITE_NULL; }

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(m_prepared, column); }

std::string Statement::text(int column) const {
  const auto content = bytes(column);
  return std::string(base::text(content));
}

base::Bytes Statement::bytes(int column) const {
  const auto* content = static_cast<const std::uint8_t*>(sqlite3_column_blob(m_prepared, column));
  const auto size = sqlite3_column_bytes(m_prepared, column);
  // Null with a size is how SQLite says that memory ran out.
  if (content == nullptr && sqlite3_errcode(m_connection) == SQLITE_NOMEM) fail(m_connection, "cannot read a value");
  if (content == nullptr) return {};
  return {content, content + size};
}

base::Sha256Hash Statement::hash(int column) const {
  const auto content = bytes(column);
  base::Sha256Hash hash{};
  if (content.size() != hash.size()) throw SqliteFailure("a stored hash is not 32 octets long");
  std::copy(content.begin(), content.end(), hash.begin());
  return hash;
}

base::Instant Statement::instant(int column) const { return base::Instant(std::chrono::milliseconds(integer(column))); }

Connection Connection::open(const std::filesystem::path& file) {
  return open(file, file.string(), SQLITE_OPEN_READWRITE);
}

Connection Connection::open_immutable(const std::filesystem::path& file) {
  // What a program that was killed has left beside the file would be overlooked.
  std::error_code ignored;
  const auto log = file.string() + "-wal";
  if (std::filesystem::exists(log, ignored) && std::filesystem::file_size(log, ignored) != 0)
    throw SqliteFailure(file.string() + " is in use, or was not closed well: take a backup that antind made");
  return open(file, "file:" + as_uri(std::filesystem::absolute(file)) + "?immutable=1",
              SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
}

Connection Connection::open(const std::filesystem::path& file, const std::string& name, int how) {
  sqlite3* opened = nullptr;
  const int code = sqlite3_open_v2(name.c_str(), &opened, how | SQLITE_OPEN_NOMUTEX, nullptr);
  ConnectionHandle handle(opened);
  if (!handle) throw SqliteFailure("cannot open " + file.string() + ": out of memory");
  if (code != SQLITE_OK) fail(handle.get(), "cannot open " + file.string());
  sqlite3_extended_result_codes(handle.get(), 1);
  return Connection(std::move(handle));
}

sqlite3_stmt* Connection::prepared(const char* sql) {
  const auto found = m_prepared.find(sql);
  if (found != m_prepared.end()) return found->second.get();
  sqlite3_stmt* made = nullptr;
  if (sqlite3_prepare_v3(m_handle.get(), sql, -1, SQLITE_PREPARE_PERSISTENT, &made, nullptr) != SQLITE_OK)
    fail(m_handle.get(), std::string("cannot prepare `") + sql + "`");
  return m_prepared.emplace(sql, StatementHandle(made)).first->second.get();
}

void Connection::script(const std::string& sql) {
  if (sqlite3_exec(m_handle.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
    fail(m_handle.get(), "SQLite failed");
}

}  // namespace antin::keeper
