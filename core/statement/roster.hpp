// `antin/roster/v1`: registrars change the roster of people, one person at a time or, by the root of a Merkle tree,
// many at once. As many registrars as the policy asks for sign the very same text.
#pragma once

#include <chrono>

#include "core/base/roster_action.hpp"
#include "core/statement/statement.hpp"

namespace antin::statement {

// The single form, and an item of the other one.
struct RosterChange {
  std::string log;  // origin of the log
  base::RosterAction action = base::RosterAction::unknown;
  std::string unit;                             // in which the role is held, or what happens to the person happens
  std::string person;                           // id in the roster
  std::optional<base::Sha256Hash> certificate;  // of the person, DER; printed `none`
  std::optional<std::string> role;              // printed `-` when there is none, like all that follow
  std::optional<std::string> scope;             // none: every scope of the unit
  std::optional<std::chrono::year_month_day> from, until;  // both days are inside, by the clock of Ho Chi Minh City
  std::optional<std::string> acting_for;                   // id of the person who is acted for
  base::Sha256Hash policy{};                               // digest of the policy bundle
  std::array<std::uint8_t, 16> nonce{};
  base::Instant expires;  // whole seconds

  friend bool operator==(const RosterChange&, const RosterChange&) = default;
};

// Many changes with one signature of each registrar: the root of the tree over the items' texts, as of ApproveBulk.
struct RosterBatch {
  std::string log;
  std::uint32_t items = 0;  // 1..items_limit of bulk.hpp
  base::Sha256Hash root{};
  base::Sha256Hash policy{};
  std::array<std::uint8_t, 16> nonce{};
  base::Instant expires;  // whole seconds

  friend bool operator==(const RosterBatch&, const RosterBatch&) = default;
};

std::string print(const RosterChange& statement);
std::string print(const RosterBatch& statement);

// The errors say which line is wrong and what was expected there; they quote nothing of the input. Refused too is a
// change whose lines do not fit its action (see fits), and either form where the other is expected, at its third line.
base::Result<RosterChange> parse_roster_change(std::string_view text);
base::Result<RosterBatch> parse_roster_batch(std::string_view text);

// Has the change what its action needs, and nothing else? enrol: role and dates, maybe a certificate and a scope;
// acting-for: the same and who is acted for; certificate: the certificate; retire: maybe a role, then maybe its scope.
// `from` is never after `until`.
bool fits(const RosterChange& statement);

// Does the item say nothing else than the batch, where both speak: log, policy and expiry?
bool agrees(const RosterBatch& batch, const RosterChange& item);

}  // namespace antin::statement
