// SQLite's handles as owners: a connection that keeps its prepared statements, and one use of such a statement. A call
// that SQLite fails throws SqliteFailure, which never leaves the ledger's room: after it the ledger is closed.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/base/digest.hpp"
#include "core/base/handle.hpp"
#include "core/base/instant.hpp"

namespace antin::keeper {

struct SqliteFailure : std::runtime_error {
  explicit SqliteFailure(const std::string& what, int of = SQLITE_OK) : std::runtime_error(what), code(of) {}
  int code;  // SQLite's own; SQLITE_OK when it is we who refuse
};

using ConnectionHandle = base::Handle<sqlite3, sqlite3_close>;
using StatementHandle = base::Handle<sqlite3_stmt, sqlite3_finalize>;

// One use of a prepared statement, reset at its end so that it holds no lock and no value. Columns count from 0.
class Statement {
 public:
  Statement(sqlite3* connection, sqlite3_stmt* prepared) : m_connection(connection), m_prepared(prepared) {}
  template <class... Values>
  Statement(sqlite3* connection, sqlite3_stmt* prepared, const Values&... values) : Statement(connection, prepared) {
    int at = 0;
    (bind(++at, values), ...);
  }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement();

  bool next();  // is there a row?
  void run();   // there must be none

  [[nodiscard]] bool is_null(int column) const;
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] std::string text(int column) const;
  [[nodiscard]] base::Bytes bytes(int column) const;
  [[nodiscard]] base::Sha256Hash hash(int column) const;
  [[nodiscard]] base::Instant instant(int column) const;

 private:
  void bind(int at, std::int64_t value);
  void bind(int at, std::uint32_t value) { bind(at, static_cast<std::int64_t>(value)); }
  void bind(int at, std::uint64_t value);
  void bind(int at, base::Instant value) { bind(at, static_cast<std::int64_t>(value.time_since_epoch().count())); }
  void bind(int at, std::string_view value);
  void bind(int at, base::ByteView value);
  template <class Value>
  void bind(int at, const std::optional<Value>& value) {
    if (value) return bind(at, *value);
    check(sqlite3_bind_null(m_prepared, at));
  }
  void check(int code);

  sqlite3* m_connection;
  sqlite3_stmt* m_prepared;
};

class Connection {
 public:
  // An existing file, for one thread at a time.
  static Connection open(const std::filesystem::path& file);
  // For reading alone, of a file that nobody writes while it is read. Its log, if it has one, must be empty.
  static Connection open_immutable(const std::filesystem::path& file);

  // A statement of ours, prepared at its first use: `sql` is a literal, its address is its name.
  template <class... Values>
  Statement query(const char* sql, const Values&... values) {
    return Statement(m_handle.get(), prepared(sql), values...);
  }
  // Runs one that gives no row; how many rows it changed.
  template <class... Values>
  int run(const char* sql, const Values&... values) {
    query(sql, values...).run();
    return sqlite3_changes(m_handle.get());
  }
  // Any number of statements, not kept.
  void script(const std::string& sql);

  [[nodiscard]] sqlite3* handle() const { return m_handle.get(); }

 private:
  static Connection open(const std::filesystem::path& file, const std::string& name, int how);
  explicit Connection(ConnectionHandle handle) : m_handle(std::move(handle)) {}
  sqlite3_stmt* prepared(const char* sql);

  ConnectionHandle m_handle;
  std::unordered_map<const char*, StatementHandle> m_prepared;  // goes before the connection
};

}  // namespace antin::keeper
