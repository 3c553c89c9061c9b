#include <limits>

#include "policy/text/files.hpp"

namespace antin::policy::text {
namespace {

constexpr Choice<UnitKind> kinds[] = {{"department", UnitKind::department}, {"school", UnitKind::school}};

// A day, as all days of policy are: from its first moment in Ho Chi Minh City on.
std::optional<UnitClosing> read_closing(const Table& table) {
  const auto successor = table.optional_identifier("successor");
  if (table.has("closed")) return UnitClosing{start_of(table.day("closed"), Zone::ho_chi_minh), successor};
  if (successor) table.refuse("successor", "is for a unit that closes: say from which day on with `closed`");
  return std::nullopt;
}

Unit read_unit(const Table& table) {
  table.expect(Place::unit);
  Unit unit;
  unit.code = table.identifier("code");
  unit.parent = table.optional_identifier("parent");
  unit.kind = table.choice("kind", kinds);
  unit.name = table.text("name");
  if (!is_display_name(unit.name)) table.refuse("name", "must be 1 to 256 octets of text without control characters");
  constexpr std::uint64_t most = std::numeric_limits<std::uint32_t>::max();
  for (const auto version : table.rising_numbers("record_keys", 1, most))
    unit.record_keys.push_back(static_cast<std::uint32_t>(version));
  unit.closing = read_closing(table);
  return unit;
}

// More steps than there are units means that the way comes round to where it was.
template <class Next>
bool ends(const Unit& from, const ByName<Unit>& units, Next next) {
  const Unit* unit = &from;
  for (std::size_t steps = 0; steps <= units.size(); ++steps) {
    const std::optional<std::string> code = next(*unit);
    if (!code) return true;
    const auto found = units.find(*code);
    if (found == units.end()) return true;
    unit = &found->second;
  }
  return false;
}

std::optional<std::string> parent_of(const Unit& unit) { return unit.parent; }

std::optional<std::string> successor_of(const Unit& unit) {
  return unit.closing ? unit.closing->successor : std::nullopt;
}

void check_parent(const Unit& unit, const Table& table, const Reading& reading) {
  if (!unit.parent) return;
  check_unit(*unit.parent, table, "parent", reading);
  if (!ends(unit, reading.rules.policy.units, parent_of))
    table.refuse("parent", "leads in a circle: the way up from every unit must end at one without a parent");
}

// Of another kind or under another parent it could not go on with the workflows of what it succeeds: the step of the
// unit above would be another department's.
void check_successor(const Unit& unit, const Table& table, const Reading& reading) {
  const auto code = successor_of(unit);
  if (!code) return;
  const auto& units = reading.rules.policy.units;
  check_unit(*code, table, "successor", reading);
  if (!ends(unit, units, successor_of))
    return table.refuse("successor", "leads in a circle: the last of those who succeed each other must go on");
  const auto successor = units.find(*code);
  if (successor == units.end()) return;
  if (successor->second.parent != unit.parent)
    table.refuse("successor", quoted(*code) + " has another parent: a unit is succeeded by one under the same parent");
  if (successor->second.kind != unit.kind)
    table.refuse("successor", quoted(*code) + " is of another kind: a unit is succeeded by one of its own kind");
}

}  // namespace

void read_units(const Table& file, Reading& reading) {
  file.expect(Place::units_file);
  auto& units = reading.rules.policy.units;
  const auto tables = file.tables("unit");
  if (tables.empty()) file.refuse("unit", "is missing: name at least one unit under [[unit]]");
  for (const auto& table : tables) {
    auto unit = read_unit(table);
    const auto code = unit.code;
    if (!units.emplace(code, std::move(unit)).second)
      table.refuse("code", quoted(code) + " is the code of another unit: each has one of its own");
  }
  for (const auto& table : tables) {
    const auto unit = units.find(table.identifier("code"));
    if (unit == units.end()) continue;
    check_parent(unit->second, table, reading);
    check_successor(unit->second, table, reading);
  }
}

}  // namespace antin::policy::text
