// `antin/approve/v1` over many items at once: one person approves one step of a whole class or school with one
// signature. The items are single-item statements of their own; the bulk statement holds the root of the Merkle tree
// over them (RFC 6962 section 2.1, a leaf is an item's text), and what all of them have in common.
#pragma once

#include "core/statement/statement.hpp"

namespace antin::statement {

constexpr std::uint32_t items_limit = 1'000'000;  // of one bulk statement, so a path has at most 20 hashes

struct ApproveBulk {
  std::string log;
  std::string unit;
  std::string kind;
  std::string step;
  std::string role;
  std::optional<std::string> scope;
  std::uint32_t items = 0;  // 1..items_limit
  base::Sha256Hash root{};
  base::Sha256Hash policy{};
  std::array<std::uint8_t, 16> nonce{};
  base::Instant expires;  // whole seconds

  friend bool operator==(const ApproveBulk&, const ApproveBulk&) = default;
};

std::string print(const ApproveBulk& statement);

// The error says which line is wrong and what was expected there; it quotes nothing of the input. The single form is
// refused at its fifth line, as parse_approve refuses this one there.
base::Result<ApproveBulk> parse_approve_bulk(std::string_view text);

// Does the item say nothing else than the bulk statement, where both speak? Log, unit, kind, step, role, scope, policy
// and expiry: a person who reads the bulk statement has read these of every item.
bool agrees(const ApproveBulk& bulk, const Approve& item);

}  // namespace antin::statement
