// `antin/clear/v1`: a quorum of the security officers lets antind start in spite of a fault that it must not judge
// alone. All of them sign the same text.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "core/base/digest.hpp"
#include "core/base/instant.hpp"
#include "core/base/result.hpp"

namespace antin::statement {

enum class StartFault {
  unknown,
  clock
};  // clock: it is behind the log's last entry, and it is the entry that is wrong

struct Clear {
  std::string log;  // origin of the log
  StartFault fault = StartFault::unknown;
  base::Sha256Hash last{};  // leaf hash of the log's last entry: it is good for this one start
  std::array<std::uint8_t, 16> nonce{};
  base::Instant expires;  // whole seconds

  friend bool operator==(const Clear&, const Clear&) = default;
};

std::string print(const Clear& statement);

// The error says which line is wrong and what was expected there; it quotes nothing of the input.
base::Result<Clear> parse_clear(std::string_view text);

}  // namespace antin::statement
