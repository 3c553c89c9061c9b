// antin audit export: verified entries as a file for other programs.
#include <fstream>

#include "client/cli/audit.hpp"
#include "client/cli/json.hpp"

namespace antin::cli {
namespace {

enum class ExportFormat { unknown, jsonl, csv };

ExportFormat format_from_name(const std::string& name) {
  if (name == "jsonl") return ExportFormat::jsonl;
  if (name == "csv") return ExportFormat::csv;
  return ExportFormat::unknown;
}

// RFC 4180 2: quoted when it must be, quotes doubled.
std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + "\"";
}

constexpr std::string_view csv_header =
    "index,type,at,unit,kind,record,revision,step,system,code,rule,key,policy,leaf\r\n";

std::string csv_line(const client::LogEntry& entry) {
  EntryFacts facts;
  facts.type = "hidden";
  if (const auto* octets = std::get_if<base::Bytes>(&entry.item)) {
    auto read = entry_facts(*octets);
    facts = read ? std::move(*read) : EntryFacts{};
  }
  auto line = std::to_string(entry.index);
  for (const auto& field :
       {facts.type, facts.at, facts.unit, facts.kind, facts.record, facts.revision, facts.step, facts.system,
        facts.code, facts.rule, facts.key, facts.policy, base::print(client::leaf_of(entry.item))}) {
    line += "," + csv_field(printable(field));
  }
  return line + "\r\n";
}

std::string header_of(ExportFormat format) { return format == ExportFormat::csv ? std::string(csv_header) : ""; }

std::string line_of(ExportFormat format, const client::LogEntry& entry) {
  switch (format) {
    case ExportFormat::jsonl: return entry_line(entry) + "\n";
    case ExportFormat::csv: return csv_line(entry);
    case ExportFormat::unknown: break;
  }
  return {};
}

struct Range {
  std::uint64_t from = 0;
  std::optional<std::uint64_t> to;  // the last one
};

Outcome<Exit> write(Audit& audit, const Range& range, ExportFormat format, std::ostream& out, Console& console) {
  const auto newest = client::newest_checkpoint(audit.connection, audit.trust);
  if (!newest) return stop_from(newest.error());
  const auto size = newest->checkpoint.size;
  const auto end = range.to ? *range.to + 1 : size;
  if (end > size || range.from > end) {
    return Stop{Exit::refused, "NOT_FOUND", "the log holds " + std::to_string(size) + " entries"};
  }
  out << header_of(format);
  if (range.from < end) {
    auto view = client::view_from(audit.connection, audit.trust, range.from, audit.reading);
    if (!view) return stop_from(view.error());
    const auto read = read_until(audit, *view, end, [&](const client::LogEntry& entry) {
      out << line_of(format, entry);
      return out.good();
    });
    if (!read) return read.error();
    if (view->next() < end) return Stop{Exit::temporary, "INTERRUPTED", "not all of it was written"};
  }
  if (!out.flush()) return Stop{Exit::usage, "CANNOT", "the entries cannot be written"};
  note(console, std::to_string(end - range.from) + " entries; the log: " + described(*newest, audit.trust));
  return Exit::ok;
}

Outcome<Exit> run(const Arguments& arguments, Console& console) {
  const auto format = format_from_name(arguments.value("format").value_or("jsonl"));
  if (format == ExportFormat::unknown) return wrong_usage("--format is jsonl or csv");
  const auto from = arguments.number("from", 0, UINT64_MAX);
  if (!from) return from.error();
  const auto to = arguments.number("to", 0, UINT64_MAX - 1);
  if (!to) return to.error();
  const Range range{from->value_or(0), *to};
  if (range.to && *range.to < range.from) return wrong_usage("--to is before --from");
  return in_audit(arguments, console, [&](Audit& audit) -> Outcome<Exit> {
    const auto file = arguments.value("out");
    if (!file) return write(audit, range, format, console.out, console);
    std::ofstream out(*file, std::ios::binary | std::ios::trunc);
    if (!out) return local_trouble({"cannot write " + *file});
    return write(audit, range, format, out, console);
  });
}

}  // namespace

const Command& audit_export_command() {
  static const Command command{
      "audit export",
      "write verified entries for other programs",
      {"[--from INDEX] [--to INDEX] [--format jsonl|csv] [--out FILE] --log-key FILE [--auditor …]"},
      "Writes the entries from the first index to the last, both included, verified as they come. jsonl has each "
      "entry's\n"
      "octets as they are; csv has the fields that most people look for, and `hidden` for other units' entries.\n",
      audit_options({{"Options",
                      {{"from", "INDEX", "first entry (0)"},
                       {"to", "INDEX", "last entry (the newest)"},
                       {"format", "FORMAT", "jsonl or csv (jsonl)"},
                       {"out", "FILE", "instead of standard output"}}}}),
      0,
      "",
      run};
  return command;
}

}  // namespace antin::cli
