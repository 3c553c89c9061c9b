// Public keys decoded from their SPKI. Private to this room.
#pragma once

#include "core/crypto/certificate.hpp"
#include "core/crypto/openssl.hpp"

namespace antin::crypto {

constexpr int smallest_rsa_key = 2048;  // bits

struct PublicKey {
  KeyHandle key;  // null when OpenSSL cannot decode it
  KeyAlgorithm algorithm = KeyAlgorithm::unknown;
};

// The algorithm named in the SPKI, not the one that a decoded key turns out to be: a curve spelled out in explicit
// parameters must not pass for a named one (RFC 5480 2.1.1; CVE-2020-0601).
KeyAlgorithm algorithm_of(const X509_PUBKEY* key);

PublicKey decode_public_key(base::ByteView spki);  // exactly one SPKI, no trailing octets

// The same, kept per thread for the next time: decoding costs OpenSSL 3.0 several times what the verification does, and
// few keys sign most of what is checked. The reference holds until this thread's next call.
const PublicKey& recent_public_key(base::ByteView spki);

}  // namespace antin::crypto
