#include "core/crypto/openssl.hpp"

#include <openssl/err.h>

namespace antin::crypto {

base::Error openssl_error(const std::string& what) {
  std::string text = what;
  const char* separator = ": ";
  while (const unsigned long code = ERR_get_error()) {
    char reason[256];
    ERR_error_string_n(code, reason, sizeof reason);
    text += separator;
    text += reason;
    separator = "; ";
  }
  if (text.empty()) text = "OpenSSL failed without a reason";
  return {text};
}

}  // namespace antin::crypto
