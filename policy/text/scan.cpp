#include "policy/text/scan.hpp"

#include <cstdio>
#include <optional>

#include "core/base/utf8.hpp"

namespace antin::policy::text {
namespace {

constexpr std::size_t line_limit = 65536;  // octets
constexpr unsigned dot_limit = 4;          // outside quotes and comments: every dot of a key is a level of nesting

// As TOML writes it inside double quotes.
std::string escape(char32_t c) {
  char text[16];
  std::snprintf(text, sizeof text, c > 0xFFFF ? "\\U%08X" : "\\u%04X", static_cast<unsigned>(c));
  return text;
}

// One line without its end. What it is in (a string, a comment) ends with it.
class LineScan {
 public:
  LineScan(std::string_view line, std::string& out) : m_line(line), m_out(out) {}

  std::optional<std::string> run() {
    if (m_line.size() > line_limit) return "this line is too long: break it";
    while (m_at < m_line.size()) {
      const auto character = base::first_code_point(m_line.substr(m_at));
      if (auto wrong = look_at(character)) return wrong;
      m_at += character.octets;
    }
    if (m_quote != 0) return "a string does not end on this line: close its quote";
    return std::nullopt;
  }

 private:
  std::optional<std::string> look_at(const base::CodePoint& character) {
    if (character.octets == 0) return "this line is not UTF-8: save the file as UTF-8";
    const char32_t c = character.value;
    if ((c < 0x20 && c != '\t') || c == 0x7F) return "this line holds a control character: remove it";
    if (is_invisible(c)) return "this line holds an invisible character: type the line again";
    if (c == '#' && m_quote == 0) m_comment = true;
    if (m_comment) return std::nullopt;
    return m_quote != 0 ? inside_quotes(c) : outside_quotes(c);
  }

  std::optional<std::string> inside_quotes(char32_t c) {
    if (c >= 0x80 && (m_quote != '"' || m_escaped))
      return "a character beyond ASCII stands in single quotes or after a backslash: write it in double quotes";
    if (m_escaped)
      m_escaped = false;
    else if (c == '\\' && m_quote == '"')
      m_escaped = true;
    else if (c == m_quote)
      m_quote = 0;
    if (c >= 0x80)
      m_out += escape(c);
    else
      m_out += static_cast<char>(c);
    return std::nullopt;
  }

  std::optional<std::string> outside_quotes(char32_t c) {
    if (c >= 0x80) return "a character beyond ASCII stands outside quotes: put the text in double quotes";
    if (c == '.' && ++m_dots > dot_limit) return "too many dots outside quotes: policy has no such keys";
    if (c == '"' || c == '\'') {
      if (m_line.substr(m_at, 3) == std::string(3, static_cast<char>(c)))
        return "multi-line strings are not used here: use one line";
      m_quote = c;
    }
    m_out += static_cast<char>(c);
    return std::nullopt;
  }

  std::string_view m_line;
  std::string& m_out;
  std::size_t m_at = 0;
  char32_t m_quote = 0;
  bool m_escaped = false;
  bool m_comment = false;
  unsigned m_dots = 0;
};

}  // namespace

bool is_invisible(char32_t c) {
  const bool direction =
      c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
  const bool line_break = c == 0x85 || c == 0x2028 || c == 0x2029;
  return direction || line_break || (c >= 0x80 && c < 0xA0) || c == 0xFEFF || c == 0x200B;
}

base::Result<std::string, ScanError> ascii_form(base::ByteView content) {
  std::string out;
  out.reserve(content.size());
  auto rest = base::text(content);
  for (unsigned number = 1; !rest.empty(); ++number) {
    const auto end = rest.find('\n');
    auto line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (end != std::string_view::npos && line.ends_with('\r')) line.remove_suffix(1);
    if (auto wrong = LineScan(line, out).run()) return ScanError{number, std::move(*wrong)};
    out += '\n';
  }
  return out;
}

}  // namespace antin::policy::text
