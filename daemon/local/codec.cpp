#include "daemon/local/codec.hpp"

#include <limits>
#include <stdexcept>

namespace antin::local {
namespace {

template <class Number>
void append_big_endian(base::Bytes& to, Number value) {
  for (int shift = static_cast<int>(sizeof(Number) * 8) - 8; shift >= 0; shift -= 8) {
    to.push_back(static_cast<std::uint8_t>(value >> shift));
  }
}

template <class Number>
Number big_endian(base::ByteView octets) {
  Number value = 0;
  for (const auto octet : octets) value = static_cast<Number>((value << 8) | octet);
  return value;
}

}  // namespace

void Encoder::u8(std::uint8_t value) { m_bytes.push_back(value); }
void Encoder::u32(std::uint32_t value) { append_big_endian(m_bytes, value); }
void Encoder::u64(std::uint64_t value) { append_big_endian(m_bytes, value); }
void Encoder::flag(bool value) { u8(value ? 1 : 0); }

void Encoder::bytes(base::ByteView value) {
  if (value.size() > std::numeric_limits<std::uint32_t>::max()) throw std::length_error("local message field");
  u32(static_cast<std::uint32_t>(value.size()));
  base::append(m_bytes, value);
}

void Encoder::count(std::size_t items) {
  if (items > list_limit) throw std::length_error("local message list");
  u32(static_cast<std::uint32_t>(items));
}

base::ByteView Decoder::take(std::size_t count) {
  if (m_failed || count > m_rest.size()) {
    m_failed = true;
    return {};
  }
  const auto taken = m_rest.first(count);
  m_rest = m_rest.subspan(count);
  return taken;
}

std::uint8_t Decoder::u8() {
  const auto octet = take(1);
  return octet.empty() ? std::uint8_t{0} : octet[0];
}

std::uint32_t Decoder::u32() { return big_endian<std::uint32_t>(take(4)); }
std::uint64_t Decoder::u64() { return big_endian<std::uint64_t>(take(8)); }

bool Decoder::flag() {
  const auto octet = u8();
  if (octet > 1) m_failed = true;
  return octet == 1;
}

base::ByteView Decoder::bytes() { return take(u32()); }
std::string Decoder::text() { return std::string(base::text(bytes())); }

std::uint32_t Decoder::count() {
  const auto claimed = u32();
  if (claimed <= list_limit) return claimed;
  m_failed = true;
  return 0;
}

}  // namespace antin::local
