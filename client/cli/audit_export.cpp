// antin audit export: verified entries as a file for other programs.
#include <fstream>

#include "client/cli/audit.hpp"
#include "client/cli/export_format.hpp"
#include "client/cli/time_range.hpp"

namespace antin::cli {
namespace {

struct Wanted {
  std::uint64_t from = 0;
  std::optional<std::uint64_t> to;  // the last one
  TimeRange time;
  ExportFormat format = ExportFormat::unknown;
  Language language = Language::unknown;
};

Outcome<Wanted> wanted_from(const Arguments& arguments) {
  const auto format = export_format_from_name(arguments.value("format").value_or("jsonl"));
  if (format == ExportFormat::unknown) return wrong_usage("--format is jsonl, csv or html");
  const auto language = language_from_name(arguments.value("lang").value_or("vi"));
  if (language == Language::unknown) return wrong_usage("--lang is vi or en");
  const auto from = arguments.number("from", 0, UINT64_MAX);
  if (!from) return from.error();
  const auto to = arguments.number("to", 0, UINT64_MAX - 1);
  if (!to) return to.error();
  const auto time = TimeRange::from(arguments);
  if (!time) return time.error();
  const Wanted wanted{from->value_or(0), *to, *time, format, language};
  if (wanted.to && *wanted.to < wanted.from) return wrong_usage("--to is before --from");
  return wanted;
}

Outcome<Exit> write(Audit& audit, const Wanted& wanted, std::ostream& out, Console& console) {
  const auto newest = client::newest_checkpoint(audit.connection, audit.trust);
  if (!newest) return stop_from(newest.error());
  const auto size = newest->checkpoint.size;
  const auto end = wanted.to ? *wanted.to + 1 : size;
  if (end > size || wanted.from > end) {
    return Stop{Exit::refused, "NOT_FOUND", "the log holds " + std::to_string(size) + " entries"};
  }
  const auto layout = export_layout(wanted.format, wanted.language, {*newest, audit.trust.witnesses.size(), now()});
  std::uint64_t written = 0, hidden = 0;
  out << layout.before;
  if (wanted.from < end) {
    auto view = client::view_from(audit.connection, audit.trust, wanted.from, audit.reading);
    if (!view) return stop_from(view.error());
    const auto read = read_until(audit, *view, *newest, end, [&](const client::LogEntry& entry) {
      const auto in = wanted.time.judge(entry);
      if (in == InRange::hidden) ++hidden;
      if (in != InRange::yes) return true;
      out << layout.line(entry);
      ++written;
      return out.good();
    });
    if (!read) return read.error();
    if (view->next() < end) return Stop{Exit::temporary, "INTERRUPTED", "not all of it was written"};
  }
  if (!(out << layout.after).flush()) return Stop{Exit::usage, "CANNOT", "the entries cannot be written"};
  note(console, std::to_string(written) + " entries" +
                    (hidden == 0 ? "" : ", not " + std::to_string(hidden) + " whose time is hidden from you") +
                    "; the log: " + described(*newest, audit.trust));
  return Exit::ok;
}

Outcome<Exit> run(const Arguments& arguments, Console& console) {
  const auto wanted = wanted_from(arguments);
  if (!wanted) return wanted.error();
  return in_audit(arguments, console, [&](Audit& audit) -> Outcome<Exit> {
    const auto file = arguments.value("out");
    if (!file) return write(audit, *wanted, console.out, console);
    std::ofstream out(*file, std::ios::binary | std::ios::trunc);
    if (!out) return local_trouble({"cannot write " + *file});
    return write(audit, *wanted, out, console);
  });
}

std::vector<Option> options() {
  std::vector<Option> all{{"from", "INDEX", "first entry (0)"}, {"to", "INDEX", "last entry (the newest)"}};
  for (auto& option : TimeRange::options()) all.push_back(option);
  all.push_back({"format", "FORMAT", "jsonl, csv or html (jsonl)"});
  all.push_back({"lang", "LANGUAGE", "of the page: vi or en (vi)"});
  all.push_back({"out", "FILE", "instead of standard output"});
  return all;
}

}  // namespace

const Command& audit_export_command() {
  static const Command command{
      "audit export",
      "write verified entries for other programs",
      {"[--from INDEX] [--to INDEX] [--since TIME] [--until TIME] --log-key FILE [--auditor …]",
       "... --format html [--lang vi|en] --out FILE"},
      "Writes the entries from the first index to the last, both included, verified as they come; of these the ones\n"
      "of a time, if one is given. jsonl has each entry's octets as they are; csv has the fields that most people\n"
      "look for, and `hidden` for other units' entries; html is a page with a table of them, for people.\n",
      audit_options({{"Options", options()}}),
      0,
      "",
      run};
  return command;
}

}  // namespace antin::cli
