// `antin/lost/v1`: a quorum of the security officers says that a log was lost with its disk, where it ended as far as
// its witnesses know, and which log goes on from a backup. All of them sign the same text.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "core/base/digest.hpp"
#include "core/base/instant.hpp"
#include "core/base/result.hpp"

namespace antin::statement {

struct Lost {
  std::string log;           // origin of the log that was lost
  std::string successor;     // origin of the one that goes on
  std::uint64_t size = 0;    // of the last checkpoint that its witnesses have seen
  base::Sha256Hash root{};   // of that checkpoint
  std::uint64_t backup = 0;  // entries that the backup's own last checkpoint covers: 1 to size
  std::string reason;        // code: an identifier
  std::array<std::uint8_t, 16> nonce{};
  base::Instant expires;  // whole seconds

  friend bool operator==(const Lost&, const Lost&) = default;
};

std::string print(const Lost& statement);

// The error says which line is wrong and what was expected there; it quotes nothing of the input. Refuses a log that
// would succeed itself, and a backup of more than the witnesses have seen.
base::Result<Lost> parse_lost(std::string_view text);

}  // namespace antin::statement
