// `antin/bundle/v1`: security officers put a policy bundle into force. All of them sign the same text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/base/digest.hpp"
#include "core/base/result.hpp"

namespace antin::statement {

struct Bundle {
  std::string log;            // origin of the log
  std::uint64_t version = 0;  // of the bundle, from 1
  base::Sha256Hash bundle{};  // digest of the bundle
  // Digest of the bundle that was in force when this was signed, so that nobody puts an old one back; printed `none`
  // for an appliance's first.
  std::optional<base::Sha256Hash> previous;

  friend bool operator==(const Bundle&, const Bundle&) = default;
};

std::string print(const Bundle& statement);

// The error says which line is wrong and what was expected there; it quotes nothing of the input.
base::Result<Bundle> parse_bundle(std::string_view text);

}  // namespace antin::statement
