// antin audit report: a year of the log in figures.
#include <fstream>

#include "client/cli/audit.hpp"
#include "client/cli/report_page.hpp"
#include "client/cli/report_tables.hpp"

namespace antin::cli {
namespace {

using Print = std::string (*)(Language language, const Tally& tally, const Basis& basis);

struct Wanted {
  TallyScope scope;
  Print print = nullptr;
  Language language = Language::unknown;
  std::optional<std::string> file;
};

Print print_of(const std::string& format) {
  if (format == "html") return report_page;
  if (format == "csv") {
    return [](Language, const Tally& tally, const Basis&) { return print_csv(tables_of(tally)); };
  }
  if (format == "jsonl") {
    return [](Language, const Tally& tally, const Basis&) { return print_jsonl(tables_of(tally)); };
  }
  return nullptr;
}

Outcome<Wanted> wanted_from(const Arguments& arguments) {
  const auto year = arguments.number("year", 1970, 9999);
  if (!year) return year.error();
  if (!*year) return wrong_usage("--year is missing");
  Wanted wanted;
  wanted.scope.year = static_cast<int>(**year);
  const auto units = arguments.values("unit");
  wanted.scope.units = {units.begin(), units.end()};
  wanted.print = print_of(arguments.value("format").value_or("html"));
  if (wanted.print == nullptr) return wrong_usage("--format is html, jsonl or csv");
  wanted.language = language_from_name(arguments.value("lang").value_or("vi"));
  if (wanted.language == Language::unknown) return wrong_usage("--lang is vi or en");
  wanted.file = arguments.value("out");
  return wanted;
}

Outcome<void> write(const std::string& text, const std::optional<std::string>& file, Console& console) {
  std::ofstream opened;
  if (file) opened.open(*file, std::ios::binary | std::ios::trunc);
  auto& out = file ? opened : console.out;
  if (!(out << text).flush()) return local_trouble({"cannot write the report"});
  return {};
}

// All of it is read, from the first entry on: a report that left entries out could not be told from one that is whole.
Outcome<Exit> make(Audit& audit, const Wanted& wanted, Console& console) {
  const auto newest = client::newest_checkpoint(audit.connection, audit.trust);
  if (!newest) return stop_from(newest.error());
  const auto size = newest->checkpoint.size;
  client::LogView view(audit.trust);
  Tally tally;
  tally.scope = wanted.scope;
  const auto read = read_until(audit, view, *newest, size, [&](const client::LogEntry& entry) {
    count(tally, entry);
    return true;
  });
  if (!read) return read.error();
  if (view.next() < size) return Stop{Exit::temporary, "INTERRUPTED", "not all of it was read: there is no report"};
  const Basis basis{*newest, audit.trust.witnesses.size(), now()};
  if (const auto written = write(wanted.print(wanted.language, tally, basis), wanted.file, console); !written) {
    return written.error();
  }
  for (const auto& unit : units_of_mixed_keys(tally))
    note(console, "unit " + unit + " has records under several versions of its record-id key, or ids that name none");
  note(console, std::to_string(tally.counted) + " entries counted; the log: " + described(*newest, audit.trust));
  return Exit::ok;
}

Outcome<Exit> run(const Arguments& arguments, Console& console) {
  const auto wanted = wanted_from(arguments);
  if (!wanted) return wanted.error();
  return in_audit(arguments, console, [&](Audit& audit) { return make(audit, *wanted, console); });
}

}  // namespace

const Command& audit_report_command() {
  static const Command command{
      "audit report",
      "a year in figures: who approved and sealed how much, what was denied",
      {"--year YYYY [--unit CODE]… [--lang vi|en] [--format FORMAT] --log-key FILE [--auditor …]"},
      "Reads and rehashes the whole log, then counts steps, seals, denials and failures by school, kind, step and "
      "day,\n"
      "approvals by person (salted ids), denials by code. The page is one file with nothing to fetch, and says which\n"
      "signed root it rests on, and how many entries it could not see. Days and years are Vietnam's (UTC+7).\n",
      audit_options({{"Options",
                      {{"year", "YYYY", "the year to report on"},
                       {"unit", "CODE", "of these units only; without it all that are seen", true},
                       {"out", "FILE", "instead of standard output"},
                       {"lang", "LANGUAGE", "of the page: vi or en (vi)"},
                       {"format", "FORMAT", "html, or jsonl and csv with the same counts (html)"}}}}),
      0,
      "",
      run};
  return command;
}

}  // namespace antin::cli
