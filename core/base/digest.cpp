#include "core/base/digest.hpp"

#include <algorithm>

namespace antin::base {

std::string_view name(DigestAlgorithm algorithm) {
  switch (algorithm) {
    case DigestAlgorithm::sha256: return "sha256";
    case DigestAlgorithm::sha384: return "sha384";
    case DigestAlgorithm::unknown: break;
  }
  return {};
}

DigestAlgorithm digest_algorithm_from_name(std::string_view name) {
  if (name == "sha256") return DigestAlgorithm::sha256;
  if (name == "sha384") return DigestAlgorithm::sha384;
  return DigestAlgorithm::unknown;
}

std::size_t size_of(DigestAlgorithm algorithm) {
  switch (algorithm) {
    case DigestAlgorithm::sha256: return 32;
    case DigestAlgorithm::sha384: return 48;
    case DigestAlgorithm::unknown: break;
  }
  return 0;
}

bool is_well_formed(const Digest& digest) {
  return digest.algorithm != DigestAlgorithm::unknown && digest.value.size() == size_of(digest.algorithm);
}

std::string print(const Digest& digest) { return std::string(name(digest.algorithm)) + ":" + to_hex(digest.value); }

std::optional<Digest> parse_digest(std::string_view text) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  auto value = from_hex(text.substr(colon + 1));
  if (!value) return std::nullopt;
  Digest digest{digest_algorithm_from_name(text.substr(0, colon)), std::move(*value)};
  if (!is_well_formed(digest)) return std::nullopt;
  return digest;
}

std::string print(const Sha256Hash& hash) { return "sha256:" + to_hex(hash); }

std::optional<Sha256Hash> parse_sha256(std::string_view text) {
  const auto digest = parse_digest(text);
  if (!digest || digest->algorithm != DigestAlgorithm::sha256) return std::nullopt;
  Sha256Hash hash{};
  std::copy(digest->value.begin(), digest->value.end(), hash.begin());
  return hash;
}

}  // namespace antin::base
