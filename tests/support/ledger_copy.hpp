// LedgerCopy: the ledger of an appliance read from a copy of its files, so that no second connection ever touches the
// real one. Judged are the stored octets alone, with SQLite and a JSON parser; none of the ledger's own code is used.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <tuple>
#include <vector>

#include "tests/support/appliance.hpp"

struct sqlite3;

namespace antin::test {

using RecordStep = std::tuple<std::string, std::string, std::string>;  // unit, record, step

class LedgerCopy {
 public:
  // Of a ledger in use it may be torn: then reading throws, and whoever polls tries again.
  explicit LedgerCopy(const Appliance& appliance);

  // Indices of the done entries of each step; one each is what is promised.
  [[nodiscard]] std::map<RecordStep, std::vector<std::uint64_t>> done() const;
  [[nodiscard]] std::map<std::string, unsigned> entry_types() const;
  [[nodiscard]] std::optional<base::Bytes> entry(std::uint64_t index) const;
  [[nodiscard]] std::optional<base::Bytes> blob(const std::string& hash) const;  // hexadecimal
  [[nodiscard]] std::uint64_t open_steps() const;
  // Of an open step, once its seal key has signed.
  [[nodiscard]] std::optional<base::Bytes> kept_signature(const std::string& record, const std::string& step) const;

 private:
  using Row = std::vector<base::Bytes>;
  [[nodiscard]] std::vector<Row> rows(const std::string& sql, const std::vector<std::string>& values = {}) const;

  ToolDirectory m_directory;
  std::shared_ptr<sqlite3> m_database;
};

}  // namespace antin::test
