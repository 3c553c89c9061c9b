#include "policy/text/files.hpp"

namespace antin::policy::text {
namespace {

Role read_role(const Table& table, const Reading& reading) {
  table.expect(Place::role);
  Role role;
  role.unit = table.identifier("unit");
  check_unit(role.unit, table, "unit", reading);
  role.role = table.identifier("role");
  role.scope = table.optional_identifier("scope");
  // A statement writes - for no scope: a scope of that name could never be met.
  if (role.scope == "-") table.refuse("scope", "- stands for no scope: leave the key out for every scope of the unit");
  const auto from = table.day("from");
  const auto until = table.day("until");
  if (from > until) table.refuse("until", "is before `from`: `until` is the last day of the role");
  role.from = start_of(from, Zone::ho_chi_minh);
  role.until = start_of(until, Zone::ho_chi_minh) + std::chrono::days(1);
  return role;
}

Person read_person(const Table& table, Reading& reading) {
  table.expect(Place::person);
  Person person;
  person.id = table.identifier("id");
  person.certificates = table.certificates("certificates", reading.certificates);
  for (const auto& certificate : person.certificates)
    claim(certificate, "person " + person.id, table, "certificates", reading);
  for (const auto& role : table.tables("roles")) person.roles.push_back(read_role(role, reading));
  return person;
}

}  // namespace

void read_roster(const Table& file, Reading& reading) {
  file.expect(Place::roster_file);
  for (const auto& table : file.tables("person")) {
    auto person = read_person(table, reading);
    const auto id = person.id;
    if (!reading.rules.roster.add(std::move(person)))
      table.refuse("id", quoted(id) + " is the id of another person, or a certificate is: each has its own");
  }
}

}  // namespace antin::policy::text
