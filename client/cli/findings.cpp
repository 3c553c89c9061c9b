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

}  // namespace antin::cli
