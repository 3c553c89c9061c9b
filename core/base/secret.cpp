#include "core/base/secret.hpp"

#include <cstring>

namespace antin::base {

void wipe(std::span<std::uint8_t> bytes) {
  if (!bytes.empty()) explicit_bzero(bytes.data(), bytes.size());
}

void Secret::wipe() {
  base::wipe(m_bytes);
  m_bytes.clear();
}

}  // namespace antin::base
