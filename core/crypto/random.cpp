#include "core/crypto/random.hpp"

#include <openssl/rand.h>

#include <algorithm>
#include <limits>
#include <stdexcept>

#include "core/crypto/openssl.hpp"

namespace antin::crypto {

void fill_random(std::span<std::uint8_t> out) {
  constexpr std::size_t largest = std::numeric_limits<int>::max();
  while (!out.empty()) {
    const auto part = std::min(out.size(), largest);
    if (RAND_bytes(out.data(), static_cast<int>(part)) != 1)
      throw std::runtime_error(openssl_error("no random octets").text);
    out = out.subspan(part);
  }
}

}  // namespace antin::crypto
