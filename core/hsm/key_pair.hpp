// A key pair made inside a token, every attribute set on purpose: tools' defaults leave encrypt, wrap and derive on.
#pragma once

#include "core/crypto/certificate.hpp"
#include "core/hsm/session.hpp"

namespace antin::hsm {

struct KeyPair {
  base::Bytes id;    // CKA_ID: ties the two halves together, and nothing else
  base::Bytes spki;  // DER SubjectPublicKeyInfo
};

// May the private key be wrapped? open: by a trusted key, until it is closed for good; closed: it was, and no more;
// restored: it came out of a backup, and does not leave again.
enum class Extraction { unknown, never, open, closed, restored };

// ecdsa_p256, rsa (3072 bits) or ed25519. The session must be read-write and logged in. Refuses a label that any object
// of the token has. `id` is random unless the caller must know it beforehand.
base::Result<KeyPair> generate_key_pair(const Session& session, const std::string& label,
                                        crypto::KeyAlgorithm algorithm);
base::Result<KeyPair> generate_key_pair(const Session& session, const std::string& label,
                                        crypto::KeyAlgorithm algorithm, Extraction extraction, base::ByteView id);

// The objects of a token that bear a label, of whatever class.
base::Result<std::vector<CK_OBJECT_HANDLE>> objects_labelled(const Session& session, const std::string& label);

// What is wrong with a private key as generate_key_pair makes it, attribute by attribute: nullopt when nothing is.
std::optional<std::string> attribute_fault(const Session& session, CK_OBJECT_HANDLE private_key,
                                           crypto::KeyAlgorithm algorithm, Extraction extraction);

// From open to closed, which no call takes back: that is tried.
base::Result<void> close_key(const Session& session, CK_OBJECT_HANDLE private_key);

}  // namespace antin::hsm
