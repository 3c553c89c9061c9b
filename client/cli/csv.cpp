#include "client/cli/csv.hpp"

#include "client/cli/console.hpp"

namespace antin::cli {

std::string csv_field(const std::string& text) {
  const auto shown = printable(text);
  if (shown.find_first_of(",\"\r\n") == std::string::npos) return shown;
  std::string quoted = "\"";
  for (const char c : shown) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + "\"";
}

}  // namespace antin::cli
