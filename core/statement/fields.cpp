#include "core/statement/fields.hpp"

#include <algorithm>
#include <charconv>

#include "core/base/bytes.hpp"
#include "core/base/identifier.hpp"

namespace antin::statement {

std::optional<std::string> identifier(std::string_view text) {
  if (!base::is_identifier(text)) return std::nullopt;
  return std::string(text);
}

// A C2SP key name: signed notes forbid spaces and '+' in it.
std::optional<std::string> origin(std::string_view text) {
  if (text.empty() || text.size() > 128) return std::nullopt;
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~' && c != '+'; });
  if (!plain) return std::nullopt;
  return std::string(text);
}

std::optional<std::optional<std::string>> scope(std::string_view text) {
  if (text == "-") return std::optional<std::string>{};
  auto name = identifier(text);
  if (!name) return std::nullopt;  // returned as it is, it would be taken for a scope that is none
  return name;
}

std::optional<std::uint32_t> whole_number(std::string_view text) {
  std::uint32_t value = 0;
  const auto end = text.data() + text.size();
  const auto [stopped, status] = std::from_chars(text.data(), end, value);
  if (status != std::errc{} || stopped != end || text.front() == '0') return std::nullopt;
  return value;
}

std::optional<std::array<std::uint8_t, 16>> nonce(std::string_view text) {
  const auto octets = base::from_base64(text);
  std::array<std::uint8_t, 16> value{};
  if (!octets || octets->size() != value.size()) return std::nullopt;
  std::copy(octets->begin(), octets->end(), value.begin());
  return value;
}

std::optional<base::Instant> whole_second(std::string_view text) {
  const auto at = base::parse_instant(text);
  if (!at || base::print_seconds(*at) != text) return std::nullopt;
  return at;
}

std::optional<std::optional<base::Sha256Hash>> parse_hash_or_none(std::string_view text) {
  if (text == "none") return std::optional<base::Sha256Hash>{};
  const auto hash = base::parse_sha256(text);
  if (!hash) return std::nullopt;  // returned as it is, it would be taken for `none`
  return hash;
}

std::string hash_or_none(const std::optional<base::Sha256Hash>& hash) { return hash ? base::print(*hash) : "none"; }

std::optional<std::uint64_t> number_within(std::string_view text, std::uint64_t least, std::uint64_t most) {
  std::uint64_t value = 0;
  const auto end = text.data() + text.size();
  const auto [stopped, status] = std::from_chars(text.data(), end, value);
  if (status != std::errc{} || stopped != end || std::to_string(value) != text) return std::nullopt;
  if (value < least || value > most) return std::nullopt;
  return value;
}

void add_line(std::string& out, std::string_view key, std::string_view value) {
  out.append(key).append(": ").append(value).append("\n");
}

}  // namespace antin::statement
