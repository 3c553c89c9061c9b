#include "core/tlog/lines.hpp"

#include <algorithm>
#include <charconv>

namespace antin::tlog {

std::optional<std::string_view> take_line(std::string_view& rest) {
  const auto length = rest.find('\n');
  if (length == std::string_view::npos) return std::nullopt;
  const auto line = rest.substr(0, length);
  rest.remove_prefix(length + 1);
  return line;
}

std::optional<std::uint64_t> parse_decimal(std::string_view digits) {
  std::uint64_t value = 0;
  const auto* end = digits.data() + digits.size();
  const auto [stopped, status] = std::from_chars(digits.data(), end, value);
  if (status != std::errc{} || stopped != end) return std::nullopt;
  if (digits.size() > 1 && digits.front() == '0') return std::nullopt;
  return value;
}

std::optional<base::Sha256Hash> parse_hash(std::string_view base64) {
  const auto octets = base::from_base64(base64);
  base::Sha256Hash hash{};
  if (!octets || octets->size() != hash.size()) return std::nullopt;
  std::copy(octets->begin(), octets->end(), hash.begin());
  return hash;
}

}  // namespace antin::tlog
