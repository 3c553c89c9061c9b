#include "client/cli/people_csv.hpp"

#include <algorithm>
#include <cstdio>
#include <tuple>

#include "core/base/digest.hpp"
#include "core/base/identifier.hpp"
#include "core/base/instant.hpp"

namespace antin::cli {
namespace {

constexpr std::string_view known_columns[] = {"person", "certificate", "unit",       "role",  "scope",
                                              "from",   "until",       "acting-for", "status"};
constexpr auto names = "person, certificate, unit, role, scope, from, until, acting-for, status";
constexpr const char* needed[] = {"person", "unit", "role", "from", "until"};

constexpr auto an_identifier = "is 1 to 128 of A-Z a-z 0-9 . _ -";
constexpr auto a_day = "is a day like 2026-09-01";

using Wrong = std::optional<std::string>;  // what is wrong with a field; nothing: it is good

Wrong take_identifier(std::string_view text, std::string& out) {
  out = text;
  return base::is_identifier(text) ? Wrong() : an_identifier;
}

Wrong take_if_any(std::string_view text, std::optional<std::string>& out) {
  if (text.empty()) return {};
  out = text;
  // A statement writes - for none: something of that name could not be told from it.
  return base::is_identifier(text) && text != "-" ? Wrong() : std::string(an_identifier) + ", or left empty for none";
}

Wrong take_day(std::string_view text, Day& out) {
  const auto day = parse_day(text);
  if (!day) return a_day;
  out = *day;
  return {};
}

Wrong take_certificate(std::string_view text, std::string& out) {
  out = text;
  if (!text.starts_with("sha256:") || base::parse_sha256(text)) return {};
  return "is a file, or sha256: and 64 lower-case hex digits";
}

Wrong take_status(std::string_view text, Standing& out) {
  out = text == "active" ? Standing::active : text == "suspended" ? Standing::suspended : Standing::unsaid;
  return text.empty() || out != Standing::unsaid ? Wrong() : "is active, suspended, or left empty";
}

Wrong take(std::string_view column, std::string_view text, PersonRow& row) {
  if (column == "person") return take_identifier(text, row.person);
  if (column == "unit") return take_identifier(text, row.unit);
  if (column == "role") return take_identifier(text, row.role);
  if (column == "scope") return take_if_any(text, row.scope);
  if (column == "acting-for") return take_if_any(text, row.acting_for);
  if (column == "from") return take_day(text, row.from);
  if (column == "until") return take_day(text, row.until);
  if (column == "status") return take_status(text, row.status);
  return take_certificate(text, row.certificate);
}

PersonRow row_from(const CsvTable& table, const CsvRecord& line) {
  PersonRow row;
  row.line = line.line;
  if (const auto wrong = wrong_count(table, line)) {
    row.troubles.push_back({"", *wrong + ": a comma within a field needs quotes around that field"});
    return row;
  }
  for (std::size_t i = 0; i < line.fields.size(); ++i)
    if (const auto wrong = take(table.header.fields[i], without_guard(line.fields[i]), row))
      row.troubles.push_back({table.header.fields[i], *wrong});
  if (row.good() && row.until < row.from)
    row.troubles.push_back({"until", "is before `from`: it is the role's last day"});
  if (row.good() && row.acting_for == row.person)
    row.troubles.push_back({"acting-for", "is the person: it names who is acted for"});
  return row;
}

// What the lines before have said.
class Said {
 public:
  void compare(PersonRow& row) {
    auto& periods = m_periods[key_of(row)];
    for (const auto& [from, until, line, certificate, acting_for] : periods) {
      if (row.until < from || until < row.from) continue;
      const auto there = " in line " + std::to_string(line);
      if (from != row.from || until != row.until)
        return refuse(row, "from", "and until overlap with the days of this role" + there);
      if (acting_for != row.acting_for) return refuse(row, "acting-for", "is another one" + there);
      if (certificate == row.certificate) return refuse(row, "person", "has this role" + there + " already");
    }
    periods.push_back({row.from, row.until, row.line, row.certificate, row.acting_for});
    if (row.status == Standing::unsaid) return;
    const auto [first, is_new] = m_standings.try_emplace({row.person, row.unit}, row.status, row.line);
    if (!is_new && first->second.first != row.status)
      refuse(row, "status", "is another one in line " + std::to_string(first->second.second));
  }

 private:
  struct Period {
    Day from, until;
    std::size_t line = 0;
    std::string certificate;
    std::optional<std::string> acting_for;
  };
  using Key = std::tuple<std::string, std::string, std::string, std::optional<std::string>>;
  static Key key_of(const PersonRow& row) { return {row.person, row.unit, row.role, row.scope}; }
  static void refuse(PersonRow& row, const char* column, std::string what) {
    row.troubles.push_back({column, std::move(what)});
  }

  std::map<Key, std::vector<Period>> m_periods;
  std::map<std::pair<std::string, std::string>, std::pair<Standing, std::size_t>> m_standings;
};

std::string_view name_of(Standing status) {
  switch (status) {
    case Standing::active: return "active";
    case Standing::suspended: return "suspended";
    case Standing::unsaid: break;
  }
  return {};
}

}  // namespace

std::optional<Day> parse_day(std::string_view text) {
  const auto start = base::parse_instant(std::string(text) + "T00:00:00Z");
  if (!start) return std::nullopt;
  return Day(std::chrono::floor<std::chrono::days>(*start));
}

std::string print(Day day) { return base::print(base::Instant(std::chrono::sys_days(day))).substr(0, 10); }

std::string print(const FieldTrouble& trouble) {
  return trouble.column.empty() ? trouble.text : trouble.column + " " + trouble.text;
}

base::Result<std::vector<PersonRow>> parse_people(std::string_view csv) {
  auto table = parse_csv_table(csv, known_columns, names);
  if (!table) return table.error();
  for (const auto* column : needed)
    if (!table->has(column)) return at_line(table->header.line, "there is no column `" + std::string(column) + "`");
  if (const auto wrong = without_lines(*table)) return *wrong;
  std::vector<PersonRow> rows;
  rows.reserve(table->lines.size());
  Said said;
  for (auto& line : table->lines) {
    rows.push_back(row_from(*table, line));
    if (rows.back().good()) said.compare(rows.back());
    line.fields = {};  // a hundred thousand lines are held once
  }
  return rows;
}

std::string people_header() { return "person,certificate,unit,role,scope,from,until,acting-for,status\n"; }

std::string print_line(const PersonRow& row) {
  return csv_field(row.person) + "," + csv_field(row.certificate) + "," + csv_field(row.unit) + "," +
         csv_field(row.role) + "," + csv_field(row.scope.value_or("")) + "," + print(row.from) + "," +
         print(row.until) + "," + csv_field(row.acting_for.value_or("")) + "," + std::string(name_of(row.status)) +
         "\n";
}

}  // namespace antin::cli
