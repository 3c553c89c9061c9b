// A table in comma-separated values: the first line names the columns, which come in any order.
#pragma once

#include <optional>
#include <span>

#include "client/cli/csv.hpp"

namespace antin::cli {

struct CsvTable {
  CsvRecord header;
  std::vector<CsvRecord> lines;
  [[nodiscard]] bool has(std::string_view column) const;
};

// `line <n>: <what>`, as every error of a table begins.
base::Error at_line(std::size_t line, const std::string& what);

// `known` are the columns that there may be, and `names` tells a person of them. Refuses a column that is unknown or
// there twice.
base::Result<CsvTable> parse_csv_table(std::string_view csv, std::span<const std::string_view> known,
                                       std::string_view names);

// The refusal of a table that has nothing but the names of its columns.
std::optional<base::Error> without_lines(const CsvTable& table);
// What is wrong with the number of a line's fields; nothing when each has its column.
std::optional<std::string> wrong_count(const CsvTable& table, const CsvRecord& line);

}  // namespace antin::cli
