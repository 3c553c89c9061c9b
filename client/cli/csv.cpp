#include "client/cli/csv.hpp"

#include <algorithm>
#include <optional>

#include "client/cli/console.hpp"
#include "core/base/utf8.hpp"

namespace antin::cli {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

class CsvReader {
 public:
  explicit CsvReader(std::string_view text) : m_rest(text) {
    if (m_rest.starts_with(byte_order_mark)) m_rest.remove_prefix(byte_order_mark.size());
  }

  base::Result<std::vector<CsvRecord>> read() {
    std::vector<CsvRecord> records;
    while (!m_rest.empty()) {
      if (take_line_end()) continue;
      if (records.size() == csv_records_limit) return at_line("more than a million lines follow");
      auto record = take_record();
      if (!record) return at_line(record.error().text);
      records.push_back(std::move(*record));
    }
    return records;
  }

 private:
  [[nodiscard]] base::Error at_line(const std::string& what) const {
    return {"line " + std::to_string(m_line) + ": " + what};
  }
  base::Result<CsvRecord> take_record() {
    CsvRecord record{m_line, {}};
    do {
      if (record.fields.size() == csv_fields_limit) return base::Error{"more than 64 fields"};
      auto field = take_field();
      if (!field) return field.error();
      record.fields.push_back(std::move(*field));
    } while (take(","));
    if (!m_rest.empty() && !take_line_end()) return base::Error{"something follows a closing quote"};
    return record;
  }
  bool take(std::string_view what) {
    if (!m_rest.starts_with(what)) return false;
    m_rest.remove_prefix(what.size());
    return true;
  }
  bool take_line_end() {
    const bool ended = take("\r\n") || take("\n");
    if (ended) ++m_line;
    return ended;
  }
  base::Result<std::string> take_field() { return take("\"") ? take_quoted() : take_plain(); }

  base::Result<std::string> take_plain() {
    auto field = m_rest.substr(0, m_rest.find_first_of(",\n"));
    if (field.ends_with('\r') && m_rest.substr(field.size()).starts_with('\n')) field.remove_suffix(1);
    const auto is_control = [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7F; };
    if (field.find('"') != std::string_view::npos)
      return base::Error{"a quote within a field that does not begin with one"};
    if (std::any_of(field.begin(), field.end(), is_control)) return base::Error{"a control character"};
    m_rest.remove_prefix(field.size());
    return std::string(field);
  }

  base::Result<std::string> take_quoted() {
    std::string field;
    for (;;) {
      const auto length = m_rest.find('"');
      if (length == std::string_view::npos) return base::Error{"a quote that is never closed"};
      field += m_rest.substr(0, length);
      m_line += static_cast<std::size_t>(
          std::count(m_rest.begin(), m_rest.begin() + static_cast<std::ptrdiff_t>(length), '\n'));
      m_rest.remove_prefix(length + 1);
      if (!take("\"")) return field;
      field += '"';
    }
  }

  std::string_view m_rest;
  std::size_t m_line = 1;
};

// A spreadsheet that saves in the code page of its machine turns every Vietnamese name into something else.
std::optional<base::Error> check_utf8(std::string_view text) {
  std::size_t line = 1;
  while (!text.empty()) {
    const auto point = base::first_code_point(text);
    if (point.octets == 0)
      return base::Error{"line " + std::to_string(line) + ": not UTF-8: save the table as `CSV UTF-8`"};
    if (point.value == '\n') ++line;
    text.remove_prefix(point.octets);
  }
  return std::nullopt;
}

constexpr char guard = '\'';

// A spreadsheet would take it for one, and do what somebody wrote into the log.
bool is_formula(std::string_view text) {
  return !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
}

}  // namespace

base::Result<std::vector<CsvRecord>> parse_csv(std::string_view text) {
  if (const auto wrong = check_utf8(text)) return *wrong;
  return CsvReader(text).read();
}

std::string csv_field(const std::string& text) {
  auto shown = printable(text);
  if (is_formula(shown)) shown.insert(0, 1, guard);
  if (shown.find_first_of(",\"\r\n") == std::string::npos) return shown;
  std::string quoted = "\"";
  for (const char c : shown) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + "\"";
}

std::string_view without_guard(std::string_view field) {
  return field.starts_with(guard) && is_formula(field.substr(1)) ? field.substr(1) : field;
}

}  // namespace antin::cli
