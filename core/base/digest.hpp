// A message digest with the name of its algorithm; as text `sha256:<hex>` or `sha384:<hex>`.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/bytes.hpp"

namespace antin::base {

using Sha256Hash = std::array<std::uint8_t, 32>;

enum class DigestAlgorithm { unknown, sha256, sha384 };

std::string_view name(DigestAlgorithm algorithm);                   // "sha256"; empty for unknown
DigestAlgorithm digest_algorithm_from_name(std::string_view name);  // unknown when it is none of them
std::size_t size_of(DigestAlgorithm algorithm);                     // octets; 0 for unknown

struct Digest {
  DigestAlgorithm algorithm = DigestAlgorithm::unknown;
  Bytes value;

  friend bool operator==(const Digest&, const Digest&) = default;
};

inline Digest sha256_digest(const Sha256Hash& hash) { return {DigestAlgorithm::sha256, copy(hash)}; }
bool is_well_formed(const Digest& digest);  // known algorithm and the length that belongs to it
std::string print(const Digest& digest);
std::optional<Digest> parse_digest(std::string_view text);

// "sha256:<hex>" of a bare hash, as names of blobs and statements are written.
std::string print(const Sha256Hash& hash);
std::optional<Sha256Hash> parse_sha256(std::string_view text);

}  // namespace antin::base
