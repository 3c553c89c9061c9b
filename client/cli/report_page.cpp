#include "client/cli/report_page.hpp"

#include "client/cli/bar_chart.hpp"
#include "client/cli/html.hpp"
#include "client/cli/report_tables.hpp"

namespace antin::cli {
namespace {

std::string subject_of(Language language, const TallyScope& scope) {
  auto text = std::string(word(language, "year")) + " " + std::to_string(scope.year) + " · ";
  if (scope.units.empty()) return text + std::string(word(language, "all-units"));
  text += word(language, "unit");
  std::string_view before = " ";
  for (const auto& unit : scope.units) {
    text += std::string(before) + unit;
    before = ", ";
  }
  return text;
}

std::string figures(Language language, const Tally& tally) {
  std::set<std::string> people;
  for (const auto& [person, approvals] : tally.approvals)
    if (approvals.signed_by_them > 0) people.insert(person.first);
  const auto of = [&](std::uint64_t number) { return grouped(language, number); };
  return html::facts(language, "figures",
                     {{"seals", of(tally.all.seals)},
                      {"done", of(tally.all.done)},
                      {"approvers", of(people.size())},
                      {"denied", of(tally.all.denied)},
                      {"failed", of(tally.all.failed)}});
}

std::string chart_of(Language language, const Tally& tally) {
  std::map<Day, std::uint64_t> seals;
  for (const auto& [day, counts] : tally.days) seals[day] = counts.seals;
  const auto title = word(language, "chart");
  const auto chart = html::bar_chart(language, title, seals);
  return html::heading(title) + (chart.empty() ? html::paragraph(word(language, "none")) : chart);
}

std::string section_of(Language language, const Table& table) {
  auto out = html::heading(word(language, table.name));
  if (table.name == "people") out += html::paragraph(word(language, "people-note"));
  if (table.name == "roster") out += html::paragraph(word(language, "roster-note"));
  if (table.name == "record-keys") out += html::paragraph(word(language, "record-keys-note"));
  if (table.rows.empty()) return out + html::paragraph(word(language, "none"));
  std::vector<html::Column> columns;
  for (const auto& name : table.naming) columns.push_back({std::string(word(language, name)), false});
  for (const auto& name : table.counting) columns.push_back({std::string(word(language, name)), true});
  out += html::begin_table(table.name, columns);
  for (const auto& row : table.rows) {
    std::vector<std::string> cells;
    for (const auto& name : row.names) cells.push_back(name.empty() ? "–" : name);
    for (const auto count : row.counts) cells.push_back(grouped(language, count));
    out += html::table_row(columns, cells);
  }
  return out + html::end_table();
}

std::string vouched_for(Language language, const Tally& tally) {
  std::uint64_t vouched = 0;
  for (const auto& [person, approvals] : tally.approvals) vouched += approvals.vouched;
  if (vouched == 0) return {};
  return html::paragraph(std::string(word(language, "vouched-note")) + " " + grouped(language, vouched) + ".");
}

std::string mixed_keys(Language language, const Tally& tally) {
  std::string units;
  for (const auto& unit : units_of_mixed_keys(tally)) units += (units.empty() ? "" : ", ") + unit;
  return units.empty() ? units : html::paragraph(std::string(word(language, "mixed-keys")) + " " + units);
}

std::string coverage(Language language, const Tally& tally) {
  const auto of = [&](std::uint64_t number) { return grouped(language, number); };
  std::vector<std::pair<std::string_view, std::string>> values{{"counted", of(tally.counted)},
                                                               {"elsewhere", of(tally.elsewhere)},
                                                               {"hidden", of(tally.hidden)},
                                                               {"unreadable", of(tally.unreadable)},
                                                               {"newest", tally.newest.empty() ? "–" : tally.newest}};
  if (tally.unnamed > 0) values.emplace_back("unnamed", of(tally.unnamed));
  return html::facts(language, "coverage", values);
}

}  // namespace

std::string basis_section(Language language, const Basis& basis, std::string_view note) {
  const auto& [origin, size, root] = basis.checkpoint.checkpoint;
  return html::heading(word(language, "basis")) + html::paragraph(note) +
         html::facts(language, "basis",
                     {{"log", origin},
                      {"size", grouped(language, size)},
                      {"root", base::to_base64(root)},
                      {"cosigned", std::to_string(basis.checkpoint.cosigned) + " / " + std::to_string(basis.witnesses)},
                      {"made", print_in_vietnam(basis.made)}});
}

std::string report_page(Language language, const Tally& tally, const Basis& basis) {
  auto out = html::begin(language, word(language, "title")) + html::paragraph(subject_of(language, tally.scope)) +
             figures(language, tally) + chart_of(language, tally);
  for (const auto& table : tables_of(tally)) {
    out += section_of(language, table);
    if (table.name == "record-keys") out += mixed_keys(language, tally);
    if (table.name == "people") out += vouched_for(language, tally);
  }
  return out + basis_section(language, basis, word(language, "basis-note")) + coverage(language, tally) +
         html::paragraph(word(language, "zone")) + html::end();
}

}  // namespace antin::cli
