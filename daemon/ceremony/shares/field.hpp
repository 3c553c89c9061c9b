// Arithmetic in GF(256) with the polynomial x^8+x^4+x^3+x^2+1, that of libgfshare, so that its gfcombine can put shares
// of ours together should this program be gone. No branch and no memory address depends on a value. Inside this room.
#pragma once

#include <cstdint>

namespace antin::ceremony::field {

constexpr std::uint8_t times(std::uint8_t a, std::uint8_t b) {
  unsigned product = 0;
  unsigned shifted = a;
  for (unsigned bit = 0; bit < 8; ++bit) {
    product ^= shifted & (0U - ((b >> bit) & 1U));
    shifted <<= 1;
    shifted ^= 0x11dU & (0U - (shifted >> 8));
  }
  return static_cast<std::uint8_t>(product);
}

// a to the power of 254; 0 of 0.
constexpr std::uint8_t inverse(std::uint8_t a) {
  std::uint8_t result = 1;
  for (unsigned bit = 8; bit-- > 0;) {
    result = times(result, result);
    if ((254U >> bit & 1U) != 0) result = times(result, a);
  }
  return result;
}

}  // namespace antin::ceremony::field
