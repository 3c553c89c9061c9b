#include "keys-dev/people_files.hpp"

#include "keys-dev/cast.hpp"
#include "keys-dev/files.hpp"

namespace antin::keys_dev {
namespace {

constexpr const char* columns = "person,certificate,unit,role,scope,from,until,acting-for,status\n";

std::string date_text(base::Instant at) { return base::print(at).substr(0, 10); }

// Teachers are enrolled by their school, everybody else by the department (registration.toml).
std::string enrolled_by(const PersonPlan& person, const RolePlan& role) {
  const auto& unit = unit_of(person.unit);
  return role.role == "teacher" || !unit.parent ? unit.code : *unit.parent;
}

std::string line_of(const PersonPlan& person, const RolePlan& role, base::Instant now) {
  return person.id + "," + person.id + ".crt," + person.unit + "," + role.role + "," + role.scope.value_or("") + "," +
         first_day(now) + "," + last_day(now) + ",,\n";
}

}  // namespace

std::string first_day(base::Instant now) { return date_text(now - std::chrono::days(90)); }
std::string last_day(base::Instant now) { return date_text(now + std::chrono::days(365)); }

void write_people_tables(const Layout& layout, base::Instant now) {
  for (const auto& unit : units()) {
    std::string text = columns;
    for (const auto& person : people())
      for (const auto& role : person.roles)
        if (person.fate == Fate::valid && enrolled_by(person, role) == unit.code) text += line_of(person, role, now);
    write_text(layout.people() / ("people-" + unit.code + ".csv"), text);
  }
}

}  // namespace antin::keys_dev
