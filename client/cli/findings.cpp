#include "client/cli/findings.hpp"

namespace antin::cli {

std::string_view name_of(Holds holds) {
  switch (holds) {
    case Holds::yes: return "holds";
    case Holds::no: return "broken";
    case Holds::not_checked: return "not checked";
    case Holds::unknown: break;
  }
  return "unknown";
}

std::string difference(const std::vector<Line>& lines) {
  for (const auto& [name, signed_as, entered] : lines) {
    if (signed_as == entered) continue;
    std::string text(name);
    return text.append(": signed ").append(signed_as).append(", entered ").append(entered);
  }
  return {};
}

Finding compared(const std::vector<Line>& lines) {
  const auto other = difference(lines);
  return other.empty() ? held("statement", "says just this") : broken("statement", other);
}

Finding in_time(base::Instant expires, base::Instant at) {
  const auto until = base::print_seconds(expires);
  return at < expires ? held("in time", "it held until " + until) : broken("in time", "it had expired at " + until);
}

}  // namespace antin::cli
