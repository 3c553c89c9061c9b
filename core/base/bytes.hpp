// Bytes, views of bytes, and their two text forms: lower-case hex and base64.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace antin::base {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

inline ByteView view(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
inline std::string_view text(ByteView bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }
inline Bytes copy(ByteView bytes) { return {bytes.begin(), bytes.end()}; }
inline void append(Bytes& to, ByteView from) { to.insert(to.end(), from.begin(), from.end()); }
bool equal(ByteView left, ByteView right);  // not constant time: for public values

std::string to_hex(ByteView bytes);
std::optional<Bytes> from_hex(std::string_view hex);  // lower case only, even length

// RFC 4648 section 4 with padding. Decoding accepts the canonical form alone: padding present, spare bits zero.
std::string to_base64(ByteView bytes);
std::optional<Bytes> from_base64(std::string_view base64);

}  // namespace antin::base
