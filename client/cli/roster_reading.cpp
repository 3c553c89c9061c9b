#include "client/cli/roster_reading.hpp"

#include <algorithm>

namespace antin::cli {
namespace {

using protocol::RosterPerson;
using protocol::RosterRole;

bool is_in(const std::vector<std::string>& all, const std::string& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

bool shows(const WantedPeople& wanted, const RosterRole& role) {
  return (wanted.units.empty() || is_in(wanted.units, role.unit)) && (!wanted.role || role.role == *wanted.role) &&
         (wanted.ended || role.until > now());
}

Outcome<void> read(client::Connection& connection, const protocol::ReadRoster& request, Roster& roster) {
  const auto done = client::read_people(connection, request, [&](RosterPerson person) {
    auto id = person.id;
    roster.insert_or_assign(std::move(id), std::move(person));
  });
  if (!done) return stop_from(done.error());
  return {};
}

}  // namespace

WantedPeople wanted_from(const Arguments& arguments) {
  return {arguments.values("unit"), arguments.value("role"), std::nullopt, arguments.has("ended")};
}

Roster part_of(Roster roster, const WantedPeople& wanted) {
  for (auto& [id, person] : roster) std::erase_if(person.roles, [&](const auto& role) { return !shows(wanted, role); });
  std::erase_if(roster, [](const auto& each) { return each.second.roles.empty(); });
  return roster;
}

Outcome<Roster> read_wanted(client::Connection& connection, const WantedPeople& wanted,
                            const client::Reading& reading) {
  auto units = wanted.units;
  if (units.empty() && !reading) {
    const auto about = client::about(connection);
    if (!about) return stop_from(about.error());
    units = about->units;
  }
  if (units.empty()) units.emplace_back();  // all of them, of a reading
  Roster roster;
  for (const auto& unit : units)
    if (const auto done = read(connection, {unit, wanted.person.value_or(""), "", 0, reading}, roster); !done)
      return done.error();
  return roster;
}

Outcome<Exit> with_roster(const Arguments& arguments, Console& console, const UseRoster& use) {
  if (arguments.has("auditor"))
    return in_audit(arguments, console, [&](Audit& audit) { return use(audit.connection, audit.reading); });
  const auto settings = settings_from(arguments);
  if (!settings) return settings.error();
  auto connection = connect(*settings);
  if (!connection) return connection.error();
  return use(*connection, std::nullopt);
}

bool is_suspended(const RosterPerson& person, const std::string& unit) { return is_in(person.suspended, unit); }

std::vector<OptionGroup> reading_groups(std::vector<Option> own) {
  own.insert(own.begin(), {"unit", "UNIT", "of this unit (those that this system acts for; with --auditor all)", true});
  return audit_options({{"Options", std::move(own)}});
}

}  // namespace antin::cli
