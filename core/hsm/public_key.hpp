// The public half of a key in a token as a DER SubjectPublicKeyInfo (RFC 5280 4.1.2.7), whatever form the module keeps
// it in.
#pragma once

#include "core/crypto/certificate.hpp"
#include "core/hsm/session.hpp"

namespace antin::hsm {

struct PublicKey {
  crypto::KeyAlgorithm algorithm = crypto::KeyAlgorithm::unknown;
  base::Bytes spki;
};

base::Result<PublicKey> read_public_key(const Session& session, CK_OBJECT_HANDLE public_object);

// `params` is CKA_EC_PARAMS, `point` CKA_EC_POINT: P-256 and P-384 as an OCTET STRING or bare; Ed25519 also as a BIT
// STRING, its parameters as an OID or as the name that pkcs11-tool writes.
base::Result<PublicKey> elliptic_public_key(base::ByteView params, base::ByteView point);
base::Result<PublicKey> rsa_public_key(base::ByteView modulus, base::ByteView exponent);

}  // namespace antin::hsm
