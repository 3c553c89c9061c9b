// How `antin roster list`, `show` and `export` read the roster: as a system of some units, or as an auditor.
#pragma once

#include "client/cli/audit.hpp"
#include "client/cli/roster.hpp"

namespace antin::cli {

// Which part of the roster is wanted.
struct WantedPeople {
  std::vector<std::string> units;  // none: all that may be seen
  std::optional<std::string> role, person;
  bool ended = false;  // roles of the past too
};
WantedPeople wanted_from(const Arguments& arguments);

Outcome<Roster> read_wanted(client::Connection& connection, const WantedPeople& wanted, const client::Reading& reading);
// Of each person the roles that are wanted; nobody who has none of them.
Roster part_of(Roster roster, const WantedPeople& wanted);
bool is_suspended(const protocol::RosterPerson& person, const std::string& unit);

using UseRoster = std::function<Outcome<Exit>(client::Connection&, const client::Reading&)>;
Outcome<Exit> with_roster(const Arguments& arguments, Console& console, const UseRoster& use);

std::vector<OptionGroup> reading_groups(std::vector<Option> own);

}  // namespace antin::cli
