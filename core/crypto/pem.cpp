#include "core/crypto/pem.hpp"

#include <algorithm>

namespace antin::crypto {

std::string to_pem(std::string_view label, base::ByteView der) {
  constexpr std::size_t columns = 64;
  const auto text = base::to_base64(der);
  std::string out = "-----BEGIN " + std::string(label) + "-----\n";
  for (std::size_t at = 0; at < text.size(); at += columns) out.append(text, at, columns) += '\n';
  return out + "-----END " + std::string(label) + "-----\n";
}

std::optional<base::Bytes> from_pem(std::string_view label, std::string_view pem) {
  std::string text;
  for (std::string_view rest = pem; !rest.empty();) {
    const auto line = rest.substr(0, rest.find('\n'));
    if (!line.starts_with('-')) text += line;
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
  }
  auto der = base::from_base64(text);
  if (!der || to_pem(label, *der) != pem) return std::nullopt;
  return der;
}

}  // namespace antin::crypto
