// Random octets from OpenSSL's generator. A generator that fails throws: nothing may go on without it.
#pragma once

#include <array>
#include <span>

#include "core/base/bytes.hpp"

namespace antin::crypto {

void fill_random(std::span<std::uint8_t> out);

template <std::size_t N>
std::array<std::uint8_t, N> random_array() {
  std::array<std::uint8_t, N> out;
  fill_random(out);
  return out;
}

}  // namespace antin::crypto
