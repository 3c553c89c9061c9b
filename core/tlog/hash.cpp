#include "core/tlog/hash.hpp"

#include "core/crypto/sha2.hpp"

namespace antin::tlog {

base::Sha256Hash leaf_hash(base::ByteView entry) {
  // RFC 6962 2.1: the prefix keeps a leaf from passing for an inner node, whose prefix is 01.
  static constexpr std::uint8_t leaf_prefix[] = {0x00};
  return crypto::sha256({leaf_prefix, entry});
}

}  // namespace antin::tlog
