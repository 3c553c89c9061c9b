// antin roster list, antin roster show: the roster as it stands.
#include "client/cli/json.hpp"
#include "client/cli/roster_reading.hpp"

namespace antin::cli {
namespace {

using protocol::RosterPerson;
using protocol::RosterRole;

std::string days_of(const RosterRole& role) { return print(first_day(role.from)) + ".." + print(last_day(role.until)); }

std::string remarks_on(const RosterRole& role, const RosterPerson& person) {
  std::string text;
  if (!role.acting_for.empty()) text += "  for " + role.acting_for;
  if (is_suspended(person, role.unit)) text += "  suspended";
  if (role.until <= now()) text += "  ended " + base::print_seconds(role.until);
  return role.founding ? text + "  founding" : text;
}

std::string padded(const std::string& text, std::size_t width) {
  return text + std::string(text.size() < width ? width - text.size() : 0, ' ') + "  ";
}

std::string role_line(const RosterRole& role, const RosterPerson& person) {
  return padded(role.unit, 10) + padded(role.role, 16) + padded(role.scope.empty() ? "-" : role.scope, 14) +
         days_of(role) + remarks_on(role, person);
}

Report report_of(const RosterRole& role) {
  Report report{{{"unit", role.unit},
                 {"role", role.role},
                 {"scope", role.scope},
                 {"from", print(first_day(role.from))},
                 {"until", print(last_day(role.until))},
                 {"inside", base::print(role.from)},
                 {"outside", base::print(role.until)}}};
  if (!role.acting_for.empty()) report.fields.emplace_back("acting_for", role.acting_for);
  if (role.founding) report.fields.emplace_back("founding", true);
  return report;
}

Report report_of(const RosterPerson& person) {
  std::vector<std::string> certificates;
  for (const auto& certificate : person.certificates) certificates.push_back(base::print(certificate));
  std::vector<Report> roles;
  for (const auto& role : person.roles) roles.push_back(report_of(role));
  return {{{"person", person.id},
           {"certificates", std::move(certificates)},
           {"roles", std::move(roles)},
           {"suspended", person.suspended}}};
}

Outcome<Exit> list(const Arguments& arguments, Console& console) {
  const auto wanted = wanted_from(arguments);
  return with_roster(arguments, console, [&](client::Connection& connection, const client::Reading& reading) {
    auto all = read_wanted(connection, wanted, reading);
    if (!all) return Outcome<Exit>(all.error());
    const auto roster = part_of(std::move(*all), wanted);
    if (arguments.has("json")) {
      std::vector<Report> people;
      for (const auto& [id, person] : roster) people.push_back(report_of(person));
      console.out << print(Report{{{"people", std::move(people)}}});
      return Outcome<Exit>(Exit::ok);
    }
    for (const auto& [id, person] : roster)
      for (const auto& role : person.roles) console.out << printable(padded(id, 14) + role_line(role, person)) << "\n";
    note(console, std::to_string(roster.size()) + " people");
    return Outcome<Exit>(Exit::ok);
  });
}

std::string for_people(const RosterPerson& person) {
  auto text = row("person", person.id);
  for (const auto& role : person.roles) text += row("role", role_line(role, person));
  for (const auto& certificate : person.certificates) text += row("certificate", base::print(certificate));
  for (const auto& unit : person.suspended) text += row("suspended", unit);
  return text;
}

Outcome<Exit> show(const Arguments& arguments, Console& console) {
  if (arguments.operands().empty()) return wrong_usage("whom? PERSON, by the id in the roster");
  const WantedPeople wanted{arguments.values("unit"), std::nullopt, arguments.operands().front()};
  return with_roster(arguments, console, [&](client::Connection& connection, const client::Reading& reading) {
    const auto roster = read_wanted(connection, wanted, reading);
    if (!roster) return Outcome<Exit>(roster.error());
    const auto found = roster->find(*wanted.person);
    if (found == roster->end())
      return Outcome<Exit>(Stop{Exit::refused, "NOT_FOUND", "nobody of that id has a role where you asked"});
    console.out << (arguments.has("json") ? print(report_of(found->second)) : for_people(found->second));
    return Outcome<Exit>(Exit::ok);
  });
}

}  // namespace

const Command& roster_list_command() {
  static const Command command{"roster list",
                               "who holds which role now",
                               {"[--unit UNIT] [--role ROLE] [--json]", "... --auditor … --log-key FILE"},
                               "A line for each role that is not over: person, unit, role, scope, first and last day, "
                               "and what is to be known of "
                               "it.\n"
                               "There are no names in it: the roster has none.\n",
                               reading_groups({{"role", "ROLE", "of this role alone"},
                                               {"ended", "", "roles of the past too"},
                                               {"json", "", "for machines"}}),
                               0,
                               "",
                               list};
  return command;
}

const Command& roster_show_command() {
  static const Command command{"roster show",
                               "one person, with certificates and all roles",
                               {"PERSON [--unit UNIT] [--json]", "... --auditor … --log-key FILE"},
                               "Shows the roles of the past too, and the certificates by their SHA-256.\n",
                               reading_groups({{"json", "", "for machines"}}),
                               1,
                               "",
                               show};
  return command;
}

}  // namespace antin::cli
