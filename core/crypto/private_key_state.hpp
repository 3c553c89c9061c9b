// What a PrivateKey holds. Private to this room: the readers of key files and the signing code share it.
#pragma once

#include "core/crypto/openssl.hpp"
#include "core/crypto/signature.hpp"

namespace antin::crypto {

struct PrivateKey::State {
  KeyHandle key;
  base::Bytes spki;
  SignatureScheme scheme = SignatureScheme::unknown;

  // Refuses a key of a kind or size that this project does not sign with.
  static base::Result<PrivateKey> accept(KeyHandle key);
};

}  // namespace antin::crypto
