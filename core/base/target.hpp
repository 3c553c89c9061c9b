// What one security officer alone can stop: the whole appliance, a unit, a key or a system. Shared by statements,
// policy, wire and log, so that it has one meaning everywhere.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace antin::base {

enum class Stoppable { unknown, appliance, unit, key, system };

constexpr Stoppable stoppables[] = {Stoppable::appliance, Stoppable::unit, Stoppable::key, Stoppable::system};

// `appliance`, `unit`, `key`, `system`; empty for unknown.
std::string_view name_of(Stoppable what);

struct Target {
  Stoppable what = Stoppable::unknown;
  std::string name;  // a unit's code, a key's label, a system's name; empty for the appliance

  friend auto operator<=>(const Target&, const Target&) = default;  // NOLINT(modernize-use-nullptr)
};

// `appliance`, `unit CODE`, `key LABEL`, `system NAME`. Unknown prints nothing that parses.
std::string print(const Target& target);
std::optional<Target> parse_target(std::string_view text);

}  // namespace antin::base
