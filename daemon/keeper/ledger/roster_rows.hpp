// Rows of roster_changes as values. Inside this room.
#pragma once

#include "daemon/keeper/ledger/roster.hpp"
#include "daemon/keeper/ledger/statement.hpp"

namespace antin::keeper {

// In the order in which the changes were made.
constexpr const char* roster_rows =
    "SELECT hash, action, unit, person, certificate, identity, role, scope, since, until, acting_for, system, at, "
    "entry,"
    " leaf, predecessor FROM roster_changes ORDER BY number";

inline RosterRecord roster_record_from(const Statement& row) {
  const auto hash = [&](int column) -> std::optional<base::Sha256Hash> {
    if (row.is_null(column)) return std::nullopt;
    return row.hash(column);
  };
  const auto text = [&](int column) -> std::optional<std::string> {
    if (row.is_null(column)) return std::nullopt;
    return row.text(column);
  };
  const auto instant = [&](int column) -> std::optional<base::Instant> {
    if (row.is_null(column)) return std::nullopt;
    return row.instant(column);
  };
  const auto action = base::roster_action_from_name(row.text(1));
  if (!action) throw SqliteFailure("the action of a roster change cannot be read");
  return {row.hash(0),     *action,
          row.text(2),     row.text(3),
          hash(4),         hash(5),
          text(6),         text(7),
          instant(8),      instant(9),
          text(10),        row.text(11),
          row.instant(12), static_cast<std::uint64_t>(row.integer(13)),
          row.hash(14),    !row.is_null(15)};
}

}  // namespace antin::keeper
