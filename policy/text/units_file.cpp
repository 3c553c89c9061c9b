#include <limits>

#include "policy/text/files.hpp"

namespace antin::policy::text {
namespace {

constexpr Choice<UnitKind> kinds[] = {{"department", UnitKind::department}, {"school", UnitKind::school}};

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
  return unit;
}

// More steps up than there are units means that the way up comes round to where it was.
bool reaches_the_top(const Unit& from, const std::map<std::string, Unit>& units) {
  const Unit* unit = &from;
  for (std::size_t steps = 0; steps <= units.size(); ++steps) {
    if (!unit->parent) return true;
    const auto above = units.find(*unit->parent);
    if (above == units.end()) return true;
    unit = &above->second;
  }
  return false;
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
    const auto parent = table.optional_identifier("parent");
    if (!parent) continue;
    check_unit(*parent, table, "parent", reading);
    const auto unit = units.find(table.identifier("code"));
    if (unit != units.end() && !reaches_the_top(unit->second, units))
      table.refuse("parent", "leads in a circle: the way up from every unit must end at one without a parent");
  }
}

}  // namespace antin::policy::text
