#include "client/cli/class_list.hpp"

#include <algorithm>
#include <charconv>
#include <map>

#include "client/cli/csv_table.hpp"
#include "core/base/file.hpp"
#include "core/base/identifier.hpp"
#include "core/statement/bulk.hpp"

namespace antin::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t list_size_limit = 256 * 1024 * 1024;
constexpr std::string_view known_columns[] = {"record", "document", "digest", "revision", "previous", "name"};
static_assert(csv_records_limit == statement::items_limit + 1, "as many lines as one signature may cover");
constexpr auto names = "record, document or digest, revision, previous, name";

using Wrong = std::optional<std::string>;  // what is wrong with a field; nothing: it is good

Wrong take_revision(const std::string& text, ListRow& row) {
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), row.revision);
  if (failure == std::errc() && end == text.data() + text.size() && row.revision != 0) return {};
  return "revision is a number from 1";
}

Wrong take_previous(const std::string& text, ListRow& row) {
  if (text.empty()) return {};
  row.previous.emplace();
  if (text == "none") return {};
  *row.previous = base::parse_sha256(text);
  if (*row.previous) return {};
  return "previous is sha256:<hex>, none, or left empty";
}

Wrong take(const std::string& column, const std::string& text, ListRow& row) {
  if (column == "revision") return take_revision(text, row);
  if (column == "previous") return take_previous(text, row);
  if (column == "name") {
    row.name = text;
  } else if (column == "record") {
    row.record = text;
    if (!base::is_identifier(text)) return "record is 1 to 128 of A-Z a-z 0-9 . _ -";
  } else if (column == "document") {
    row.document = text;
    if (text.empty()) return "document is a file";
  } else {
    row.digest = base::parse_digest(text);
    if (!row.digest) return "digest is sha256:<hex> or sha384:<hex>";
  }
  return {};
}

std::optional<base::Error> check_columns(const CsvTable& table) {
  if (!table.has("record")) return at_line(table.header.line, "there is no column `record`");
  if (table.has("document") == table.has("digest"))
    return at_line(table.header.line, "there is either a column `document` or `digest`");
  return {};
}

base::Result<ListRow> row_from(const CsvTable& table, const CsvRecord& line) {
  if (const auto wrong = wrong_count(table, line)) return at_line(line.line, *wrong);
  ListRow row;
  row.line = line.line;
  for (std::size_t i = 0; i < line.fields.size(); ++i)
    if (const auto wrong = take(table.header.fields[i], line.fields[i], row)) return at_line(line.line, *wrong);
  return row;
}

Outcome<Document> document_of(const ListRow& row, const fs::path& folder, base::DigestAlgorithm algorithm) {
  if (row.digest) return Document{*row.digest, "", 0};
  const auto file = folder / row.document;
  auto digests = digests_of(file, {algorithm});
  if (!digests) return local_trouble(digests.error());
  return Document{std::move(digests->front()), file.filename().string(), fs::file_size(file)};
}

}  // namespace

base::Result<std::vector<ListRow>> parse_class_list(std::string_view csv) {
  const auto table = parse_csv_table(csv, known_columns, names);
  if (!table) return table.error();
  if (const auto wrong = check_columns(*table)) return *wrong;
  if (const auto wrong = without_lines(*table)) return *wrong;
  std::vector<ListRow> rows;
  std::map<std::pair<std::string, std::uint32_t>, std::size_t> seen;
  for (const auto& line : table->lines) {
    auto row = row_from(*table, line);
    if (!row) return row.error();
    const auto [first, is_new] = seen.emplace(std::pair(row->record, row->revision), row->line);
    if (!is_new) return at_line(row->line, "this record is in line " + std::to_string(first->second) + " already");
    rows.push_back(std::move(*row));
  }
  return rows;
}

Outcome<ClassList> class_list_from(const Arguments& arguments) {
  const auto file = arguments.required("list");
  if (!file) return file.error();
  for (const auto* option : {"document", "digest", "record", "personal-id", "revision"})
    if (arguments.has(option)) return wrong_usage("--list and --" + std::string(option) + " exclude each other");
  const auto algorithm = algorithm_from(arguments);
  if (!algorithm) return algorithm.error();
  const auto content = base::read_file(*file, list_size_limit);
  if (!content) return local_trouble(content.error());
  const auto refused = [&](const std::string& text) { return Stop{Exit::usage, "LIST", *file + ": " + text}; };
  auto rows = parse_class_list(base::text(*content));
  if (!rows) return refused(rows.error().text);
  ClassList list{*file, {}};
  std::map<base::Bytes, std::size_t> seen;
  for (auto& row : *rows) {
    auto document = document_of(row, list.file.parent_path(), *algorithm);
    if (!document) return refused("line " + std::to_string(row.line) + ": " + document.error().text);
    const auto [first, is_new] = seen.emplace(document->digest.value, row.line);
    if (!is_new)
      return refused("line " + std::to_string(row.line) + ": the same document as line " +
                     std::to_string(first->second));
    list.items.push_back({std::move(row), std::move(*document)});
  }
  return list;
}

}  // namespace antin::cli
