#include "core/crypto/version.hpp"

#include <openssl/crypto.h>

namespace antin::crypto {

std::string openssl_version() { return OpenSSL_version(OPENSSL_VERSION); }

}  // namespace antin::crypto
