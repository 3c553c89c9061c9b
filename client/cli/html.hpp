// Pages of HTML that stand alone: no script, nothing fetched, no text that is not escaped.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "client/cli/report_words.hpp"

namespace antin::cli::html {

// Text for an element or a quoted attribute; what would fool an eye is replaced too, as on a terminal.
std::string escaped(std::string_view text);

std::string begin(Language language, std::string_view title);
std::string end();

std::string heading(std::string_view text);
std::string paragraph(std::string_view text);
// A definition list; `name` is its id, and the first of each pair, a word, that of each value.
std::string facts(Language language, std::string_view name,
                  const std::vector<std::pair<std::string_view, std::string>>& values);

struct Column {
  std::string title;
  bool number = false;
};
std::string begin_table(std::string_view name, const std::vector<Column>& columns);
std::string table_row(const std::vector<Column>& columns, const std::vector<std::string>& cells);
std::string end_table();

}  // namespace antin::cli::html
