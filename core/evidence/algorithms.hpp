// Which digests and signature algorithms are strong enough to be believed. NIDs are OpenSSL's. Inside this room only.
#pragma once

#include <openssl/x509.h>

#include "core/base/digest.hpp"
#include "core/crypto/certificate.hpp"

namespace antin::evidence {

bool is_sha2(int digest);                           // SHA-256, SHA-384 or SHA-512
base::DigestAlgorithm digest_name(int digest);      // unknown for SHA-512 too: it has no name outside of this room
int signature_digest(const X509_ALGOR& algorithm);  // of ECDSA, RSA and RSA-PSS with one hash throughout; or NID_undef

// For a SignerInfo: ECDSA P-256 or P-384, or RSA-PSS of 2048 to 8192 bits and a public exponent of at most 64, with
// MGF1 over the same hash; SHA-2; the hash being the SignerInfo's digestAlgorithm. Everything else, PKCS#1 v1.5 first
// of all, is not. `key` is the signer's.
bool is_allowed(const X509_ALGOR& signature, const X509_ALGOR& digest, const crypto::Certificate& signer,
                const EVP_PKEY& key);

}  // namespace antin::evidence
