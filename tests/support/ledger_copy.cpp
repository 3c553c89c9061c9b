#include "tests/support/ledger_copy.hpp"

#include <sqlite3.h>

#include <nlohmann/json.hpp>

namespace antin::test {
namespace {

namespace fs = std::filesystem;

std::string text(const base::Bytes& bytes) { return std::string(base::text(bytes)); }

}  // namespace

LedgerCopy::LedgerCopy(const Appliance& appliance) {
  const auto source = appliance.ledger();
  for (const std::string suffix : {"", "-wal"}) {
    std::error_code missing;  // the -wal, after an end in good order
    fs::copy_file(source.string() + suffix, m_directory.path() / ("copy" + suffix), missing);
  }
  sqlite3* database = nullptr;
  const int opened = sqlite3_open_v2((m_directory.path() / "copy").c_str(), &database, SQLITE_OPEN_READWRITE, nullptr);
  m_database.reset(database, sqlite3_close);
  if (opened != SQLITE_OK) throw std::runtime_error("the copy of the ledger cannot be opened");
}

std::vector<LedgerCopy::Row> LedgerCopy::rows(const std::string& sql, const std::vector<std::string>& values) const {
  sqlite3_stmt* prepared = nullptr;
  const auto failure = [&] { return std::runtime_error(sql + ": " + sqlite3_errmsg(m_database.get())); };
  if (sqlite3_prepare_v2(m_database.get(), sql.c_str(), -1, &prepared, nullptr) != SQLITE_OK) throw failure();
  const std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> statement(prepared, &sqlite3_finalize);
  for (std::size_t i = 0; i < values.size(); ++i)
    sqlite3_bind_text(prepared, static_cast<int>(i) + 1, values[i].c_str(), -1, SQLITE_TRANSIENT);
  std::vector<Row> all;
  int state = SQLITE_ROW;
  while ((state = sqlite3_step(prepared)) == SQLITE_ROW) {
    Row row;
    for (int i = 0; i < sqlite3_column_count(prepared); ++i) {
      const auto* octets = static_cast<const std::uint8_t*>(sqlite3_column_blob(prepared, i));
      row.emplace_back(octets, octets + sqlite3_column_bytes(prepared, i));
    }
    all.push_back(std::move(row));
  }
  if (state != SQLITE_DONE) throw failure();
  return all;
}

std::map<RecordStep, std::vector<std::uint64_t>> LedgerCopy::done() const {
  std::map<RecordStep, std::vector<std::uint64_t>> found;
  for (const auto& row : rows("SELECT idx, bytes FROM entries ORDER BY idx")) {
    const auto entry = nlohmann::json::parse(row.at(1));
    if (entry.at("type") != "done") continue;
    found[{entry.at("unit"), entry.at("record"), entry.at("step")}].push_back(std::stoull(text(row.at(0))));
  }
  return found;
}

std::map<std::string, unsigned> LedgerCopy::entry_types() const {
  std::map<std::string, unsigned> types;
  for (const auto& row : rows("SELECT bytes FROM entries"))
    ++types[nlohmann::json::parse(row.at(0)).at("type").get<std::string>()];
  return types;
}

std::optional<base::Bytes> LedgerCopy::entry(std::uint64_t index) const {
  auto found = rows("SELECT bytes FROM entries WHERE idx = CAST(? AS INTEGER)", {std::to_string(index)});
  if (found.empty()) return std::nullopt;
  return std::move(found.at(0).at(0));
}

std::optional<base::Bytes> LedgerCopy::blob(const std::string& hash) const {
  auto found = rows("SELECT bytes FROM blobs WHERE lower(hex(hash)) = ?", {hash});
  if (found.empty()) return std::nullopt;
  return std::move(found.at(0).at(0));
}

std::uint64_t LedgerCopy::open_steps() const {
  return std::stoull(text(rows("SELECT count(*) FROM steps WHERE status = 1").at(0).at(0)));
}

std::optional<base::Bytes> LedgerCopy::kept_signature(const std::string& record, const std::string& step) const {
  auto found =
      rows("SELECT signature FROM steps WHERE status = 1 AND record = ? AND step = ? AND signature IS NOT NULL",
           {record, step});
  if (found.empty()) return std::nullopt;
  return std::move(found.at(0).at(0));
}

}  // namespace antin::test
