// The signed attributes of a CAdES-B seal (RFC 5652 5.4, RFC 5035): the exact octets that a seal key signs. antind
// builds them from an approved digest, antin-signer parses them before it signs, recovery finishes them.
#pragma once

#include "core/base/digest.hpp"
#include "core/base/instant.hpp"
#include "core/base/result.hpp"

namespace antin::forms {

// What the attributes say: content-type id-data, message-digest, signing-time, signing-certificate-v2 (one ESSCertIDv2,
// SHA-256, no issuerSerial).
struct SealAttributes {
  base::Digest document;           // message-digest; its algorithm is the SignerInfo's digestAlgorithm
  base::Instant signing_time;      // whole seconds
  base::Sha256Hash certificate{};  // SHA-256 of the signer's certificate

  friend bool operator==(const SealAttributes&, const SealAttributes&) = default;
};

base::Bytes encode(const SealAttributes& attributes);  // DER SET OF Attribute, tag 0x31: what is hashed and signed

// Accepts only what encode makes: nothing missing, nothing more, sorted.
base::Result<SealAttributes> parse_seal_attributes(base::ByteView der);

}  // namespace antin::forms
