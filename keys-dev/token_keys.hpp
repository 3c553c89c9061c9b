// One key pair, made inside a token.
#pragma once

#include "keys-dev/tokens.hpp"

namespace antin::keys_dev {

// Gives the DER SubjectPublicKeyInfo. The session must be read-write and logged in.
base::Bytes generate_key(const hsm::Session& session, const WantedKey& key);

}  // namespace antin::keys_dev
