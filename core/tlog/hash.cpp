#include "core/tlog/hash.hpp"

#include "core/crypto/sha2.hpp"

namespace antin::tlog {
namespace {

// RFC 6962 2.1: the prefixes keep a leaf from passing for an inner node.
constexpr std::uint8_t leaf_prefix[] = {0x00};
constexpr std::uint8_t node_prefix[] = {0x01};

}  // namespace

base::Sha256Hash leaf_hash(base::ByteView entry) { return crypto::sha256({leaf_prefix, entry}); }

base::Sha256Hash node_hash(const base::Sha256Hash& left, const base::Sha256Hash& right) {
  return crypto::sha256({node_prefix, left, right});
}

base::Sha256Hash empty_root() { return crypto::sha256(base::ByteView{}); }

}  // namespace antin::tlog
