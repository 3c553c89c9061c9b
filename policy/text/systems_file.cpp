#include "policy/text/files.hpp"

namespace antin::policy::text {
namespace {

constexpr Choice<Grant> grants[] = {{"submit", Grant::submit},
                                    {"timestamp", Grant::timestamp},
                                    {"audit-own", Grant::audit_own},
                                    {"auditor", Grant::auditor},
                                    {"govern", Grant::govern}};

System read_system(const Table& table, Reading& reading) {
  table.expect(Place::system);
  System system;
  system.name = table.identifier("name");
  if (const auto key = curve_key(table.text("curve")))
    system.curve = *key;
  else
    table.refuse("curve", "must be a CURVE public key in Z85: 40 characters, as `antin keygen` prints it");
  system.certificate = table.certificate("certificate", reading.certificates);
  system.units = table.identifiers("units");
  for (const auto& unit : system.units) check_unit(unit, table, "units", reading);
  system.grants = table.choices("grants", grants);
  return system;
}

}  // namespace

void read_systems(const Table& file, Reading& reading) {
  file.expect(Place::systems_file);
  auto& systems = reading.rules.policy.systems;
  std::map<CurveKey, std::string> by_curve;
  for (const auto& table : file.tables("system")) {
    auto system = read_system(table, reading);
    const auto name = system.name;
    const auto [taken, is_new] = by_curve.emplace(system.curve, name);
    if (!is_new) table.refuse("curve", "is the key of system " + taken->second + " too: each has one of its own");
    claim(system.certificate, "system " + name, table, "certificate", reading);
    if (!systems.emplace(name, std::move(system)).second)
      table.refuse("name", quoted(name) + " is the name of another system: each has one of its own");
  }
}

}  // namespace antin::policy::text
