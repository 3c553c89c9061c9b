// antin roster import: a table of people against the roster; first what would become of it, then one signature for all.
#include <set>

#include "client/cli/json.hpp"
#include "client/cli/people_file.hpp"
#include "client/cli/roster_reading.hpp"
#include "client/cli/roster_words.hpp"

namespace antin::cli {
namespace {

namespace fs = std::filesystem;

struct Import {
  PeopleFile people;
  protocol::AboutResult about;
  std::vector<PlannedLine> lines;
};

// The units of the table that this system may ask about. Of the others each line says what is wrong.
std::vector<std::string> units_of(const PeopleFile& people, const protocol::AboutResult& about) {
  const std::set<std::string> own(about.units.begin(), about.units.end());
  std::set<std::string> units;
  for (const auto& row : people.rows)
    if (row.good() && own.contains(row.unit)) units.insert(row.unit);
  return {units.begin(), units.end()};
}

Outcome<Import> planned(const Arguments& arguments, const Settings& settings, const fs::path& table) {
  const auto expires = expiry_from(arguments, now());
  if (!expires) return expires.error();
  auto people = read_people_file(table, arguments.values("unit"), arguments.values("role"));
  if (!people) return people.error();
  auto connection = connect(settings);
  if (!connection) return connection.error();
  auto about = client::about(*connection);
  if (!about) return stop_from(about.error());
  const auto units = units_of(*people, *about);
  auto roster = units.empty() ? Outcome<Roster>(Roster()) : read_wanted(*connection, {units, {}, {}}, std::nullopt);
  if (!roster) return roster.error();
  Import import{std::move(*people), std::move(*about), {}};
  RosterPlan plan(import.about, std::move(*roster), *expires, now());
  for (std::size_t i = 0; i < import.people.rows.size(); ++i)
    plan.add(import.people.rows[i], import.people.certificates[i]);
  import.lines = plan.take();
  import.people.rows = {};
  return import;
}

bool any(const std::vector<PlannedLine>& lines, bool (*is)(const PlannedLine&)) {
  return std::any_of(lines.begin(), lines.end(), is);
}

Report for_machines(const std::vector<PlannedLine>& lines) {
  std::vector<Report> reports;
  std::map<std::string, std::uint64_t> counts;
  for (const auto& line : lines) {
    const std::string expected(name_of(line.expected));
    ++counts[expected];
    Report report{{{"line", std::uint64_t{line.line}},
                   {"person", line.change.person},
                   {"unit", line.change.unit},
                   {"role", line.change.role.value_or("")},
                   {"expected", expected},
                   {"action", std::string(base::name_of(line.change.action))}}};
    if (!line.trouble.empty()) report.fields.emplace_back("text", line.trouble);
    reports.push_back(std::move(report));
  }
  Report report;
  for (const auto& [expected, count] : counts) report.fields.emplace_back(expected, count);
  report.fields.emplace_back("lines", std::move(reports));
  return report;
}

// Every line's expected outcome, and nothing else: nothing is signed, written or sent.
Exit dry_run(const Import& import, Language language, bool json, Console& console) {
  if (json) {
    console.out << print(for_machines(import.lines));
  } else {
    for (const auto& line : import.lines) console.out << printable(described(line, language)) << "\n";
    note(console, "");
    for (const auto& fact : summary(import.lines, &import.about, language)) note(console, fact);
    note(console, language == Language::vi ? "Chạy thử: chưa có gì được ký. Để ký, cho biết khoá, ví dụ --p12."
                                           : "A dry run: nothing was signed. To sign, name your key, e.g. with --p12.");
  }
  return any(import.lines, [](const auto& line) { return line.expected == Expected::error; }) ? Exit::refused
                                                                                              : Exit::ok;
}

fs::path prefix_of(const Arguments& arguments, const fs::path& table) {
  if (const auto prefix = arguments.value("out")) return *prefix;
  return table.parent_path() / table.stem();
}

Outcome<Exit> sign(Import import, const fs::path& prefix, const Arguments& arguments, const Settings& settings,
                   Language language, Console& console) {
  for (const auto& line : import.lines) note(console, described(line, language));
  auto facts = summary(import.lines, &import.about, language);
  facts.insert(facts.begin(),
               (language == Language::vi ? "bảng:       " : "table:      ") + import.people.file.string());
  import.people.certificates = {};
  auto files = RosterFiles::of_many(prefix, std::move(import.lines));
  if (!files) return wrong_usage("no statement can be made of this: " + files.error().text);
  return sign_and_send(*files, facts, arguments, settings, console);
}

Outcome<Exit> run(const Arguments& arguments, Console& console) {
  if (arguments.operands().empty()) return wrong_usage("which table? people.csv");
  const fs::path table(arguments.operands().front());
  const auto language = language_from(arguments);
  if (!language) return language.error();
  const auto settings = settings_from(arguments);
  if (!settings) return settings.error();
  const auto prefix = prefix_of(arguments, table);
  if (has_key(arguments)) {
    if (const auto fresh = RosterFiles::check_new(prefix); !fresh) return fresh.error();
  }
  auto import = planned(arguments, *settings, table);
  if (!import) return import.error();
  if (!has_key(arguments)) return dry_run(*import, *language, arguments.has("json"), console);
  if (any(import->lines, [](const auto& line) { return line.asks(); }))
    return sign(std::move(*import), prefix, arguments, *settings, *language, console);
  const auto status = dry_run(*import, *language, arguments.has("json"), console);
  note(console, "there is nothing to change, so nothing is signed");
  return status;
}

}  // namespace

const Command& roster_import_command() {
  static const Command command{
      "roster import",
      "make the roster say what a table of people says",
      {"people.csv [--json]", "people.csv --p12 FILE [--sign-only] [--out PREFIX]"},
      "The table's first line names its columns: person, unit, role, from, until (days, both inside) and, if wanted,\n"
      "certificate (a file, from the table's folder on; a person who is new needs one), scope, acting-for and status\n"
      "(active or suspended). A line is one role of a person; more lines give them more roles or certificates. Nobody "
      "is\n"
      "retired by being left out.\n"
      "\n"
      "Without a key it is a dry run: every line's expected outcome against the roster as it stands. With a key all "
      "that\n"
      "has to change is shown, line by line and counted, and once you have typed `yes` signed at once: one statement "
      "with\n"
      "the root of a Merkle tree over the changes. Lines in error are left out and make the exit status 1. PREFIX is "
      "the\n"
      "table's name without .csv: PREFIX.txt is what was signed, PREFIX.changes.csv and PREFIX.certificates.pem are "
      "what it is\n"
      "about, PREFIX.<16 hex digits>.p7s are the signatures, PREFIX.outcomes.csv is what became of every line. An "
      "import that\n"
      "was interrupted goes on with `antin roster send PREFIX`.\n",
      signing_groups({{"The table",
                       {{"unit", "UNIT", "only lines of this unit", true},
                        {"role", "ROLE", "only lines of this role: others have other registrars", true},
                        {"out", "PREFIX", "how the files begin that are left behind (the table's name)"}}},
                      {"The statement",
                       {{"expires", "TIME", "UTC, e.g. 2026-06-30T16:59:59Z"},
                        {"valid", "TIME", "instead of --expires: how long from now, e.g. 90m, 24h, 30d (24h)"}}}}),
      1,
      "example: two registrars on two machines\n"
      "    antin roster import people.csv                                   # a dry run\n"
      "    antin roster import people.csv --p12 first.p12 --sign-only       # leaves people.*\n"
      "    antin roster sign people --p12 second.p12                        # where people.* were brought to\n",
      run};
  return command;
}

}  // namespace antin::cli
