#include "client/cli/csv.hpp"

#include <string_view>

#include "client/cli/console.hpp"

namespace antin::cli {

std::string csv_field(const std::string& text) {
  auto shown = printable(text);
  // A spreadsheet would take it for a formula, and do what somebody wrote into the log.
  if (!shown.empty() && std::string_view("=+-@\t\r").find(shown.front()) != std::string_view::npos) shown = "'" + shown;
  if (shown.find_first_of(",\"\r\n") == std::string::npos) return shown;
  std::string quoted = "\"";
  for (const char c : shown) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + "\"";
}

}  // namespace antin::cli
