// A key pair that comes out of a backup into a token, with the attributes that it would have been made with. Its two
// halves come one after the other, so an interruption may leave one of them.
#pragma once

#include "core/hsm/key_pair.hpp"
#include "core/hsm/wrapping.hpp"

namespace antin::hsm {

struct RestoredKey {
  std::string label;
  crypto::KeyAlgorithm algorithm = crypto::KeyAlgorithm::unknown;  // ecdsa_p256 or rsa: others are not wrapped
  base::Bytes id;                                                  // CKA_ID of both halves
  base::Bytes spki;                                                // of the key that was backed up
};

// Signs with what the backup holds, as a session object, and holds that against `spki`: nothing has come onto the
// token yet. An error says that the backup does not open, or what it is instead.
base::Result<void> try_backup(const WrappingKey& opener, base::ByteView wrapped, const RestoredKey& key);

// Each half that is absent is made, one that is there as it would be made is left alone, anything else of this label
// is an error.
base::Result<void> restore_key_pair(const WrappingKey& opener, base::ByteView wrapped, const RestoredKey& key);

}  // namespace antin::hsm
