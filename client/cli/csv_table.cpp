#include "client/cli/csv_table.hpp"

#include <algorithm>

namespace antin::cli {
namespace {

std::optional<base::Error> check_header(const CsvRecord& header, std::span<const std::string_view> known,
                                        std::string_view names) {
  for (const auto& name : header.fields) {
    if (std::find(known.begin(), known.end(), name) == known.end())
      return at_line(header.line, "the first line names the columns: " + std::string(names));
    if (std::count(header.fields.begin(), header.fields.end(), name) != 1)
      return at_line(header.line, "a column is named twice");
  }
  return std::nullopt;
}

}  // namespace

bool CsvTable::has(std::string_view column) const {
  return std::find(header.fields.begin(), header.fields.end(), column) != header.fields.end();
}

base::Error at_line(std::size_t line, const std::string& what) {
  return {"line " + std::to_string(line) + ": " + what};
}

base::Result<CsvTable> parse_csv_table(std::string_view csv, std::span<const std::string_view> known,
                                       std::string_view names) {
  auto records = parse_csv(csv);
  if (!records) return records.error();
  if (records->empty()) return base::Error{"line 1: the list is empty"};
  CsvTable table;
  table.header = std::move(records->front());
  if (const auto wrong = check_header(table.header, known, names)) return *wrong;
  records->erase(records->begin());
  table.lines = std::move(*records);
  return table;
}

std::optional<base::Error> without_lines(const CsvTable& table) {
  if (!table.lines.empty()) return std::nullopt;
  return at_line(table.header.line, "no line follows the names of the columns");
}

std::optional<std::string> wrong_count(const CsvTable& table, const CsvRecord& line) {
  if (line.fields.size() == table.header.fields.size()) return std::nullopt;
  return std::to_string(line.fields.size()) + " fields, the first line names " +
         std::to_string(table.header.fields.size());
}

}  // namespace antin::cli
