#include "core/crypto/identity.hpp"

#include "core/crypto/sha2.hpp"

namespace antin::crypto {

// Roster ids are hashed under the same key: no id has a line end, so none is ever taken for an identity.
std::optional<base::Sha256Hash> identity_of(base::ByteView person_key, const Certificate& certificate) {
  const auto number = subject_serial_number(certificate);
  if (!number) return std::nullopt;
  return hmac_sha256(person_key, base::view("identity\n" + *number));
}

}  // namespace antin::crypto
