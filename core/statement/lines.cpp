#include "core/statement/lines.hpp"

namespace antin::statement {

void Lines::title(std::string_view expected) {
  const auto line = next();
  if (!line || *line != expected) refuse("`" + std::string(expected) + "`");
}

bool Lines::begins_with(std::string_view key) const {
  return !m_error && m_rest.substr(0, key.size()) == key && m_rest.substr(key.size()).starts_with(": ");
}

void Lines::end() {
  if (m_error || m_rest.empty()) return;
  ++m_line;
  refuse("the end of the statement");
}

// A line ends in LF, the last one too; CR is part of the line and no value allows it.
std::optional<std::string_view> Lines::next() {
  if (m_error) return std::nullopt;
  ++m_line;
  const auto length = m_rest.find('\n');
  if (length == std::string_view::npos) return std::nullopt;
  const auto line = m_rest.substr(0, length);
  m_rest.remove_prefix(length + 1);
  return line;
}

std::optional<std::string_view> Lines::value_of(std::string_view key, std::string_view expected) {
  const auto line = next();
  constexpr std::string_view separator = ": ";
  if (!line || line->substr(0, key.size()) != key ||
      line->substr(key.size()).substr(0, separator.size()) != separator) {
    refuse(key, expected);
    return std::nullopt;
  }
  const auto value = line->substr(key.size() + separator.size());
  if (value.empty()) {
    refuse(key, expected);
    return std::nullopt;
  }
  return value;
}

void Lines::refuse(std::string_view key, std::string_view expected) {
  refuse("`" + std::string(key) + ": ` and " + std::string(expected));
}

void Lines::refuse(std::string_view expected) {
  if (m_error) return;
  m_error = base::Error{"line " + std::to_string(m_line) + ": expected " + std::string(expected) + ", ending in LF"};
}

}  // namespace antin::statement
