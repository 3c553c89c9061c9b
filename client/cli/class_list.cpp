#include "client/cli/class_list.hpp"

#include <algorithm>
#include <charconv>
#include <map>

#include "client/cli/csv.hpp"
#include "core/base/file.hpp"
#include "core/base/identifier.hpp"
#include "core/statement/bulk.hpp"

namespace antin::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t list_size_limit = 256 * 1024 * 1024;
constexpr const char* columns[] = {"record", "document", "digest", "revision", "previous", "name"};

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

base::Error at(std::size_t line, const std::string& what) { return {"line " + std::to_string(line) + ": " + what}; }

std::optional<base::Error> check_header(const CsvRecord& header) {
  const auto& names = header.fields;
  for (const auto& name : names) {
    if (std::find(std::begin(columns), std::end(columns), name) == std::end(columns))
      return at(header.line, "the first line names the columns: record, document or digest, revision, previous, name");
    if (std::count(names.begin(), names.end(), name) != 1) return at(header.line, "a column is named twice");
  }
  const auto has = [&](const char* name) { return std::find(names.begin(), names.end(), name) != names.end(); };
  if (!has("record")) return at(header.line, "there is no column `record`");
  if (has("document") == has("digest")) return at(header.line, "there is either a column `document` or `digest`");
  return {};
}

base::Result<ListRow> row_from(const CsvRecord& header, const CsvRecord& record) {
  if (record.fields.size() != header.fields.size())
    return at(record.line, std::to_string(record.fields.size()) + " fields, the first line names " +
                               std::to_string(header.fields.size()));
  ListRow row;
  row.line = record.line;
  for (std::size_t i = 0; i < header.fields.size(); ++i)
    if (const auto wrong = take(header.fields[i], record.fields[i], row)) return at(record.line, *wrong);
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
  const auto records = parse_csv(csv);
  if (!records) return records.error();
  if (records->empty()) return base::Error{"line 1: the list is empty"};
  const auto& header = records->front();
  if (const auto wrong = check_header(header)) return *wrong;
  if (records->size() == 1) return at(header.line, "no line follows the names of the columns");
  if (records->size() - 1 > statement::items_limit) return at(header.line, "more than a million lines follow");
  std::vector<ListRow> rows;
  std::map<std::pair<std::string, std::uint32_t>, std::size_t> seen;
  for (auto record = records->begin() + 1; record != records->end(); ++record) {
    auto row = row_from(header, *record);
    if (!row) return row.error();
    const auto [first, is_new] = seen.emplace(std::pair(row->record, row->revision), row->line);
    if (!is_new) return at(row->line, "this record is in line " + std::to_string(first->second) + " already");
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
