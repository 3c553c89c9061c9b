// The people that registrars bring into the roster, as a table: a line for each role that a person holds.
#pragma once

#include <chrono>
#include <map>
#include <optional>

#include "client/cli/csv_table.hpp"

namespace antin::cli {

using Day = std::chrono::year_month_day;
std::optional<Day> parse_day(std::string_view text);  // 2026-09-01, exactly so
std::string print(Day day);

// What a line says beside the role; nothing said: it stays as it is.
enum class Standing { unsaid, active, suspended };

// What is wrong with one field, and what to do about it. An empty column means the whole line.
struct FieldTrouble {
  std::string column, text;
};
std::string print(const FieldTrouble& trouble);  // `until is before `from`: …`

// One line as it is written. Columns, in any order: `person`, `unit`, `role`, `from`, `until` (days, both inside); and
// if wanted `certificate` (a file, from the table's folder on, or sha256:<hex> of one that the roster has), `scope`,
// `acting-for` (the person who is acted for) and `status` (active or suspended: what the person is in that unit).
struct PersonRow {
  std::size_t line = 0;
  std::string person, certificate, unit, role;
  std::optional<std::string> scope;
  Day from{}, until{};
  std::optional<std::string> acting_for;
  Standing status = Standing::unsaid;
  std::vector<FieldTrouble> troubles;  // none: the line can be used

  [[nodiscard]] bool good() const { return troubles.empty(); }
};

// Every line that is there, those with troubles too. Refuses, with the line, what is no table: see parse_csv_table; and
// a column that is missing. Of two lines that contradict or repeat each other the later one has the trouble.
base::Result<std::vector<PersonRow>> parse_people(std::string_view csv);

// The same table again: columns as in a new one.
std::string people_header();
std::string print_line(const PersonRow& row);

}  // namespace antin::cli
