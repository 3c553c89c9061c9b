// What a registrar asks to be done to the roster of people. Shared by statements, policy and log, so that it has one
// meaning everywhere.
#pragma once

#include <optional>
#include <string_view>

namespace antin::base {

// enrol: gives a person a role, and the person their first certificate. acting_for: the same for a role in which they
// act for somebody. certificate: another one of a person who is there. suspend, resume: all that they are in a unit.
// retire: one role of theirs in a unit, or all.
enum class RosterAction { unknown, enrol, acting_for, certificate, suspend, resume, retire };

// As statements and entries have it; empty for unknown.
constexpr std::string_view name_of(RosterAction action) {
  switch (action) {
    case RosterAction::enrol: return "enrol";
    case RosterAction::acting_for: return "acting-for";
    case RosterAction::certificate: return "certificate";
    case RosterAction::suspend: return "suspend";
    case RosterAction::resume: return "resume";
    case RosterAction::retire: return "retire";
    case RosterAction::unknown: break;
  }
  return {};
}

constexpr RosterAction roster_actions[] = {RosterAction::enrol,   RosterAction::acting_for, RosterAction::certificate,
                                           RosterAction::suspend, RosterAction::resume,     RosterAction::retire};

constexpr std::optional<RosterAction> roster_action_from_name(std::string_view name) {
  for (const auto action : roster_actions)
    if (name_of(action) == name) return action;
  return std::nullopt;
}

}  // namespace antin::base
