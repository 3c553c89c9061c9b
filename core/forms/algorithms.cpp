#include "core/forms/algorithms.hpp"

#include <stdexcept>

#include "core/forms/objects.hpp"

namespace antin::forms {
namespace {

base::Bytes identifier(const base::Bytes& object) { return der::encode(der::sequence, object); }

// RSASSA-PSS-params (RFC 4055 3.1), every field that has another default spelled out. Inside them the hash has NULL
// parameters: RFC 4055 2.1 defines sha256Identifier so, and other verifiers compare the octets.
base::Bytes pss_identifier(const base::Bytes& hash, std::size_t salt) {
  const auto none = der::encode(der::null, base::ByteView());
  const auto hash_with_null = der::encode(der::sequence, {hash, none});
  const auto mask = der::encode(der::sequence, {objects::mgf1, hash_with_null});
  const auto parameters =
      der::encode(der::sequence, {der::encode(der::context_constructed(0), hash_with_null),
                                  der::encode(der::context_constructed(1), mask),
                                  der::encode(der::context_constructed(2), der::encode_integer(salt))});
  return der::encode(der::sequence, {objects::rsassa_pss, parameters});
}

struct Identifiers {
  base::Bytes hash;
  base::Bytes ecdsa;
  base::Bytes rsa_pss;
};

const Identifiers& identifiers(base::DigestAlgorithm hash) {
  static const Identifiers sha256{identifier(objects::sha256), identifier(objects::ecdsa_with_sha256),
                                  pss_identifier(objects::sha256, 32)};
  static const Identifiers sha384{identifier(objects::sha384), identifier(objects::ecdsa_with_sha384),
                                  pss_identifier(objects::sha384, 48)};
  switch (hash) {
    case base::DigestAlgorithm::sha256: return sha256;
    case base::DigestAlgorithm::sha384: return sha384;
    case base::DigestAlgorithm::unknown: break;
  }
  throw std::invalid_argument("no hash algorithm given");
}

}  // namespace

const base::Bytes& hash_identifier(base::DigestAlgorithm hash) { return identifiers(hash).hash; }

const base::Bytes& signature_identifier(crypto::SignatureScheme scheme, base::DigestAlgorithm hash) {
  switch (scheme) {
    case crypto::SignatureScheme::ecdsa: return identifiers(hash).ecdsa;
    case crypto::SignatureScheme::rsa_pss: return identifiers(hash).rsa_pss;
    case crypto::SignatureScheme::ed25519:
    case crypto::SignatureScheme::unknown: break;
  }
  throw std::invalid_argument("no form for this signature scheme");
}

}  // namespace antin::forms
