// AlgorithmIdentifiers of the hashes and signatures that are used here. Private to this room.
#pragma once

#include "core/base/digest.hpp"
#include "core/crypto/signature.hpp"

namespace antin::forms {

// Both throw std::invalid_argument for what is not used here: a bug of the caller.
const base::Bytes& hash_identifier(base::DigestAlgorithm hash);  // parameters absent (RFC 5754 2)
const base::Bytes& signature_identifier(crypto::SignatureScheme scheme, base::DigestAlgorithm hash);

}  // namespace antin::forms
