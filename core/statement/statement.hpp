// Statements that people sign: UTF-8 text, one `key: value` a line in a fixed order, LF ends. This room prints and
// parses them; parsing accepts exactly what printing makes, so the bytes that were signed have one meaning.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "core/base/digest.hpp"
#include "core/base/instant.hpp"
#include "core/base/result.hpp"

namespace antin::statement {

constexpr std::size_t size_limit = 4096;  // octets of one statement

// What a system says of a person who has no signature of their own.
struct Vouching {
  std::string system;  // by its registered name: an identifier
  std::string person;  // roster id: an identifier

  friend bool operator==(const Vouching&, const Vouching&) = default;
};

// `antin/approve/v1`, the single form (for the other see bulk.hpp): one person approves one step of one revision of one
// record. `antin/vouch/v1` where a system says so for the person, with its own signature.
struct Approve {
  std::string log;   // origin of the log: a C2SP key name, no spaces or '+', at most 128 octets
  std::string unit;  // identifiers, see core/base/identifier.hpp
  std::string kind;
  std::string record;
  std::uint32_t revision = 0;  // from 1
  std::string step;
  std::string role;
  std::optional<std::string> scope;          // printed `-` when there is none; `-` itself is therefore no scope
  base::Digest digest;                       // of the document
  std::optional<base::Sha256Hash> previous;  // leaf hash of the entry that completed the step before; printed `none`
  base::Sha256Hash policy{};                 // digest of the policy bundle
  std::array<std::uint8_t, 16> nonce{};
  base::Instant expires;                 // whole seconds
  std::optional<Vouching> vouched = {};  // none: the person signs

  friend bool operator==(const Approve&, const Approve&) = default;
};

std::string print(const Approve& statement);

// Of either title. The error says which line is wrong and what was expected there; it quotes nothing of the input.
base::Result<Approve> parse_approve(std::string_view text);

}  // namespace antin::statement
