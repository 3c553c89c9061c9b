#include "core/crypto/constant_time.hpp"

#include <openssl/crypto.h>

namespace antin::crypto {

bool equal_in_constant_time(base::ByteView left, base::ByteView right) {
  if (left.size() != right.size()) return false;
  return left.empty() || CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

}  // namespace antin::crypto
