#include "core/crypto/pem.hpp"

namespace antin::crypto {

std::string to_pem(std::string_view label, base::ByteView der) {
  constexpr std::size_t columns = 64;
  const auto text = base::to_base64(der);
  std::string out = "-----BEGIN " + std::string(label) + "-----\n";
  for (std::size_t at = 0; at < text.size(); at += columns) out.append(text, at, columns) += '\n';
  return out + "-----END " + std::string(label) + "-----\n";
}

}  // namespace antin::crypto
