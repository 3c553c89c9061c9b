#include "core/base/target.hpp"

#include "core/base/identifier.hpp"

namespace antin::base {
namespace {

constexpr std::size_t label_limit = 255;

// Labels are the one kind of name with `/`: identifiers with one between them.
bool is_label(std::string_view text) {
  if (text.size() > label_limit) return false;
  for (;;) {
    const auto slash = text.find('/');
    if (!is_identifier(text.substr(0, slash))) return false;
    if (slash == std::string_view::npos) return true;
    text.remove_prefix(slash + 1);
  }
}

bool is_name_of(Stoppable what, std::string_view name) {
  switch (what) {
    case Stoppable::unit:
    case Stoppable::system: return is_identifier(name);
    case Stoppable::key: return is_label(name);
    case Stoppable::appliance:
    case Stoppable::unknown: break;
  }
  return false;
}

}  // namespace

std::string_view name_of(Stoppable what) {
  switch (what) {
    case Stoppable::appliance: return "appliance";
    case Stoppable::unit: return "unit";
    case Stoppable::key: return "key";
    case Stoppable::system: return "system";
    case Stoppable::unknown: break;
  }
  return {};
}

std::string print(const Target& target) {
  std::string text(name_of(target.what));
  if (target.what != Stoppable::appliance) text += " " + target.name;
  return text;
}

std::optional<Target> parse_target(std::string_view text) {
  if (text == name_of(Stoppable::appliance)) return Target{Stoppable::appliance, {}};
  const auto space = text.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  for (const auto what : stoppables)
    if (text.substr(0, space) == name_of(what) && is_name_of(what, text.substr(space + 1)))
      return Target{what, std::string(text.substr(space + 1))};
  return std::nullopt;
}

}  // namespace antin::base
