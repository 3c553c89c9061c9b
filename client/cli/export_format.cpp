#include "client/cli/export_format.hpp"

#include <stdexcept>

#include "client/cli/audit.hpp"
#include "client/cli/csv.hpp"
#include "client/cli/html.hpp"

namespace antin::cli {
namespace {

constexpr std::string_view csv_header =
    "index,type,at,unit,kind,record,revision,step,system,code,rule,key,policy,leaf\r\n";

// An entry's fields; when they cannot be read there are none.
EntryFacts facts_of(const client::LogEntry& entry) {
  EntryFacts hidden;
  hidden.type = "hidden";
  const auto* octets = std::get_if<base::Bytes>(&entry.item);
  if (octets == nullptr) return hidden;
  auto read = entry_facts(*octets);
  return read ? std::move(*read) : EntryFacts{};
}

std::string csv_line(const client::LogEntry& entry) {
  const auto facts = facts_of(entry);
  auto line = std::to_string(entry.index);
  for (const auto& field :
       {facts.type, facts.at, facts.unit, facts.kind, facts.record, facts.revision, facts.step, facts.system,
        facts.code, facts.rule, facts.key, facts.policy, base::print(client::leaf_of(entry.item))}) {
    line += "," + csv_field(field);
  }
  return line + "\r\n";
}

std::vector<html::Column> page_columns(Language language) {
  std::vector<html::Column> columns{{std::string(word(language, "index")), true}};
  for (const auto* name : {"at", "type", "unit", "record", "step", "system", "code", "leaf"}) {
    columns.push_back({std::string(word(language, name)), false});
  }
  return columns;
}

// The beginning, an entry, the end.
std::string page_begin(Language language, const Basis& basis) {
  return html::begin(language, word(language, "entries-title")) +
         basis_section(language, basis, word(language, "range-note")) + html::heading(word(language, "entries")) +
         html::begin_table("entries", page_columns(language));
}

std::string page_row(const std::vector<html::Column>& columns, const client::LogEntry& entry) {
  const auto facts = facts_of(entry);
  const auto revision = facts.revision.empty() ? "" : "/" + facts.revision;
  const auto at = base::parse_instant(facts.at);
  return html::table_row(columns, {std::to_string(entry.index), at ? print_in_vietnam(*at) : facts.at, facts.type,
                                   facts.unit, facts.record + revision, facts.step, facts.system, facts.code,
                                   base::print(client::leaf_of(entry.item))});
}

}  // namespace

ExportFormat export_format_from_name(const std::string& name) {
  if (name == "jsonl") return ExportFormat::jsonl;
  if (name == "csv") return ExportFormat::csv;
  if (name == "html") return ExportFormat::html;
  return ExportFormat::unknown;
}

ExportLayout export_layout(ExportFormat format, Language language, const Basis& basis) {
  switch (format) {
    case ExportFormat::jsonl: return {"", "", [](const auto& entry) { return entry_line(entry) + "\n"; }};
    case ExportFormat::csv: return {std::string(csv_header), "", csv_line};
    case ExportFormat::html:
      return {page_begin(language, basis), html::end_table() + html::end(),
              [columns = page_columns(language)](const auto& entry) { return page_row(columns, entry); }};
    case ExportFormat::unknown: break;
  }
  throw std::logic_error("an export without a format");
}

}  // namespace antin::cli
