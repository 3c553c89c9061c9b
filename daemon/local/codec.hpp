// The byte form of messages between this machine's programs: fixed-width big-endian numbers and length-prefixed bytes.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/bytes.hpp"

namespace antin::local {

constexpr std::uint32_t list_limit = 4096;

class Encoder {
 public:
  void u8(std::uint8_t value);
  void u32(std::uint32_t value);
  void u64(std::uint64_t value);
  void flag(bool value);             // one octet, 0 or 1
  void bytes(base::ByteView value);  // u32 length, then the octets
  void text(std::string_view value) { bytes(base::view(value)); }
  void count(std::size_t items);  // of a list; throws beyond list_limit: the caller must page
  [[nodiscard]] base::Bytes finish() && { return std::move(m_bytes); }

 private:
  base::Bytes m_bytes;
};

// Reads what Encoder wrote. A read past the end gives zero or empty and `complete()` false for good, so a caller reads
// all fields first and asks once.
class Decoder {
 public:
  explicit Decoder(base::ByteView message) : m_rest(message) {}
  std::uint8_t u8();
  std::uint32_t u32();
  std::uint64_t u64();
  bool flag();  // anything but 0 and 1 is a failure: one value has one form
  base::ByteView bytes();
  std::string text();
  // The length of a list. Zero and a failure beyond list_limit, so that a claimed length never allocates.
  std::uint32_t count();
  template <std::size_t N>
  std::array<std::uint8_t, N> fixed() {
    std::array<std::uint8_t, N> out{};
    const auto got = bytes();
    if (got.size() != N) {
      m_failed = true;
      return out;
    }
    std::copy(got.begin(), got.end(), out.begin());
    return out;
  }
  [[nodiscard]] bool complete() const { return !m_failed && m_rest.empty(); }  // all was there and nothing is left

 private:
  base::ByteView take(std::size_t count);
  base::ByteView m_rest;
  bool m_failed = false;
};

}  // namespace antin::local
