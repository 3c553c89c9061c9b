#include "core/crypto/sha2.hpp"
#include "daemon/keeper/ledger/roster.hpp"

namespace antin::keeper {

// Roster ids are hashed under the same key: no id has a line end, so none is ever taken for an identity.
std::optional<base::Sha256Hash> identity_of(base::ByteView person_key, const crypto::Certificate& certificate) {
  const auto number = crypto::subject_serial_number(certificate);
  if (!number) return std::nullopt;
  return crypto::hmac_sha256(person_key, base::view("identity\n" + *number));
}

}  // namespace antin::keeper
