#include "client/cli/report_tables.hpp"

#include <algorithm>
#include <numeric>

#include "client/cli/csv.hpp"

namespace antin::cli {
namespace {

using Row = Table::Row;
using Pair = std::pair<std::string, std::string>;

std::vector<std::string> names_of(const std::string& name) { return {name}; }
std::vector<std::string> names_of(Day day) { return {print_day(day)}; }
std::vector<std::string> names_of(const Pair& names) { return {names.first, names.second}; }

std::vector<std::uint64_t> counts_of(std::uint64_t count) { return {count}; }
std::vector<std::uint64_t> counts_of(const std::unordered_set<std::uint64_t>& records) { return {records.size()}; }
std::vector<std::uint64_t> counts_of(const Counts& counts) {
  return {counts.seals, counts.done, counts.denied, counts.failed};
}
std::vector<std::uint64_t> counts_of(const Approvals& approvals) {
  return {approvals.signed_by_them, approvals.vouched};
}
std::vector<std::uint64_t> counts_of(const Endings& endings) {
  return {endings.returned, endings.superseded, endings.withdrawn};
}

std::vector<std::uint64_t> counts_of(const Registrations& changes) {
  return {changes.enrolled, changes.acting, changes.certificates, changes.suspended, changes.resumed, changes.retired};
}

template <class Counted>
Table table(std::string name, std::vector<std::string> naming, std::vector<std::string> counting,
            const Counted& counted) {
  Table made{std::move(name), std::move(naming), std::move(counting), {}};
  for (const auto& [key, counts] : counted) made.rows.push_back({names_of(key), counts_of(counts)});
  return made;
}

std::uint64_t sum_of(const std::vector<std::uint64_t>& counts) {
  return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

Table by_count(Table table) {
  std::stable_sort(table.rows.begin(), table.rows.end(),
                   [](const Row& left, const Row& right) { return sum_of(left.counts) > sum_of(right.counts); });
  return table;
}

Table denials_of(const Tally& tally) {
  std::map<std::string, Row> rows;
  const auto row_of = [&](const std::string& code) -> Row& {
    return rows.try_emplace(code, Row{{code}, {0, 0}}).first->second;
  };
  for (const auto& [code, count] : tally.denials) row_of(code).counts[0] = count;
  for (const auto& [code, count] : tally.bulk_denials) row_of(code).counts[1] = count;
  Table table{"denials", {"code"}, {"logged", "bulk"}, {}};
  for (auto& [code, row] : rows) table.rows.push_back(std::move(row));
  return table;
}

}  // namespace

std::vector<Table> tables_of(const Tally& tally) {
  const std::vector<std::string> counts{"seals", "done", "denied", "failed"};
  std::vector<Table> tables{
      table("units", {"unit"}, counts, tally.units),
      table("kinds", {"kind"}, counts, tally.kinds),
      table("steps", {"kind", "step"}, counts, tally.steps),
      table("endings", {"kind"}, {"returned", "superseded", "withdrawn"}, tally.endings),
      table("record-keys", {"unit", "version"}, {"records"}, tally.record_keys),
      by_count(table("people", {"person", "role"}, {"signed", "vouched"}, tally.approvals)),
      table("roster", {"unit", "role"}, {"enrolled", "acting-for", "certificates", "suspended", "resumed", "retired"},
            tally.roster),
      denials_of(tally),
      table("days", {"day"}, counts, tally.days),
      table("types", {"type"}, {"entries"}, tally.types)};
  // Most years no unit closes.
  if (!tally.acting.empty())
    tables.push_back(by_count(table("successions", {"unit", "acting"}, {"done"}, tally.acting)));
  return tables;
}

std::string print_csv(const std::vector<Table>& tables) {
  std::string out = "table,name,of,column,count\r\n";
  for (const auto& table : tables) {
    for (const auto& row : table.rows) {
      const auto second = row.names.size() > 1 ? row.names[1] : std::string();
      const auto line = table.name + "," + csv_field(row.names[0]) + "," + csv_field(second);
      for (std::size_t i = 0; i < row.counts.size(); ++i) {
        out += line + "," + table.counting[i] + "," + std::to_string(row.counts[i]) + "\r\n";
      }
    }
  }
  return out;
}

std::string print_jsonl(const std::vector<Table>& tables) {
  std::string out;
  for (const auto& table : tables) {
    for (const auto& row : table.rows) {
      Report line{{{"table", table.name}}};
      for (std::size_t i = 0; i < row.names.size(); ++i) line.fields.emplace_back(table.naming[i], row.names[i]);
      for (std::size_t i = 0; i < row.counts.size(); ++i) line.fields.emplace_back(table.counting[i], row.counts[i]);
      out += print_line(line) + "\n";
    }
  }
  return out;
}

}  // namespace antin::cli
