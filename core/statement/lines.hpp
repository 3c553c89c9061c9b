// The lines of a statement, read one after the other: the first that is not as expected is remembered, with its number.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/result.hpp"

namespace antin::statement {

class Lines {
 public:
  explicit Lines(std::string_view text) : m_rest(text) {}

  void title(std::string_view expected);

  // `key: value`, where `read` makes the value or nothing of it.
  template <class Read, class Value>
  void field(std::string_view key, Read read, std::string_view expected, Value& out) {
    const auto value = value_of(key, expected);
    if (!value) return;
    auto made = read(*value);
    if (made)
      out = std::move(*made);
    else
      refuse(key, expected);
  }

  // Does another line of this key follow? For keys that repeat.
  [[nodiscard]] bool begins_with(std::string_view key) const;

  void end();
  [[nodiscard]] const std::optional<base::Error>& error() const { return m_error; }

 private:
  std::optional<std::string_view> next();
  std::optional<std::string_view> value_of(std::string_view key, std::string_view expected);
  // Quotes nothing of the input: the text may end in a log.
  void refuse(std::string_view key, std::string_view expected);
  void refuse(std::string_view expected);

  std::string_view m_rest;
  unsigned m_line = 0;
  std::optional<base::Error> m_error;
};

// The bytes that somebody signed must have one meaning: whatever slipped past the fields would show in printing.
template <class Statement>
base::Result<Statement> finished(Lines& lines, Statement statement, std::string_view text) {
  lines.end();
  if (lines.error()) return *lines.error();
  if (print(statement) != text) return base::Error{"the statement is not in the form that printing it gives"};
  return statement;
}

}  // namespace antin::statement
