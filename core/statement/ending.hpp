// `antin/return/v1`, `antin/supersede/v1`, `antin/withdraw/v1`: a person ends one revision of one record, with a
// reason.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "core/base/act.hpp"
#include "core/base/digest.hpp"
#include "core/base/instant.hpp"
#include "core/base/result.hpp"

namespace antin::statement {

struct Ending {
  base::Act act = base::Act::unknown;  // which of the three it is; unknown prints nothing that parses
  std::string log;                     // origin of the log
  std::string unit;                    // identifiers, see core/base/identifier.hpp
  std::string kind;
  std::string record;
  std::uint32_t revision = 0;  // that ends, from 1
  std::string step;            // of a return alone: the step that is not approved
  std::string role;
  std::optional<std::string> scope;  // printed `-` when there is none
  base::Digest digest;               // of the revision's document
  base::Sha256Hash previous{};       // leaf hash of the entry that completed the last step that is done
  std::string reason;                // a code that the policy lists
  base::Sha256Hash policy{};         // digest of the policy bundle
  std::array<std::uint8_t, 16> nonce{};
  base::Instant expires;  // whole seconds

  friend bool operator==(const Ending&, const Ending&) = default;
};

std::string print(const Ending& statement);

// The error says which line is wrong and what was expected there; it quotes nothing of the input.
base::Result<Ending> parse_ending(std::string_view text);

}  // namespace antin::statement
