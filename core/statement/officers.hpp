// `antin/officers/v1`: who the security officers of a log are from now on, and how many of them decide together. A
// quorum of the set before signs it; the first set is pinned when the log is made.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "core/base/digest.hpp"
#include "core/base/result.hpp"

namespace antin::statement {

constexpr std::size_t officers_limit = 16;  // so that the longest statement stays within size_limit

struct Officers {
  std::string log;                                   // origin of the log
  std::uint32_t number = 0;                          // of this set, from 1
  std::uint32_t threshold = 0;                       // so many must sign: at least 2, at most all
  std::map<std::string, base::Sha256Hash> officers;  // hash of the certificate by id; one line each, in this order
  std::optional<base::Sha256Hash> previous;          // hash of the statement before; printed `none` for the first

  friend bool operator==(const Officers&, const Officers&) = default;
};

std::string print(const Officers& statement);

// The error says which line is wrong and what was expected there; it quotes nothing of the input.
base::Result<Officers> parse_officers(std::string_view text);

}  // namespace antin::statement
