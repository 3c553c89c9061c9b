#include "policy/text/values.hpp"

#include <algorithm>
#include <charconv>
#include <vector>

#include "core/base/identifier.hpp"
#include "core/base/utf8.hpp"
#include "policy/text/scan.hpp"

namespace antin::policy::text {
namespace {

constexpr std::string_view z85_digits =
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";

constexpr std::string_view base64_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const auto at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

// Decimal digits alone, no leading zero but for zero itself.
std::optional<std::uint32_t> decimal(std::string_view text) {
  std::uint32_t value = 0;
  const auto end = text.data() + text.size();
  const auto [stopped, status] = std::from_chars(text.data(), end, value);
  if (text.empty() || status != std::errc{} || stopped != end) return std::nullopt;
  if (text.size() > 1 && text.front() == '0') return std::nullopt;
  return value;
}

KeyPurpose purpose_of(std::string_view text) {
  if (text == "seal") return KeyPurpose::seal;
  if (text == "time") return KeyPurpose::time;
  if (text == "log") return KeyPurpose::log;
  return KeyPurpose::unknown;
}

}  // namespace

bool is_origin(std::string_view text) {
  return !text.empty() && text.size() <= 128 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~' && c != '+'; });
}

bool is_oid(std::string_view text) {
  if (text.size() > 128) return false;
  const auto parts = split(text, '.');
  if (parts.size() < 2) return false;
  std::vector<std::uint32_t> arcs;
  for (const auto part : parts) {
    const auto arc = decimal(part);
    if (!arc) return false;
    arcs.push_back(*arc);
  }
  // The first two are encoded as one number, 40 * first + second, which must stay below 2^32 too.
  return arcs[0] < 2 ? arcs[1] < 40 : arcs[0] == 2 && arcs[1] <= 0xFFFFFFFFU - 80;
}

std::optional<CurveKey> curve_key(std::string_view z85) {
  CurveKey key{};
  if (z85.size() != key.size() / 4 * 5) return std::nullopt;
  for (std::size_t group = 0; group < key.size() / 4; ++group) {
    std::uint64_t value = 0;
    for (const char c : z85.substr(group * 5, 5)) {
      const auto digit = z85_digits.find(c);
      if (digit == std::string_view::npos) return std::nullopt;
      value = value * 85 + digit;
    }
    if (value > 0xFFFFFFFFU) return std::nullopt;
    for (std::size_t i = 0; i < 4; ++i) key[group * 4 + i] = static_cast<std::uint8_t>(value >> (24 - 8 * i));
  }
  if (key == CurveKey{}) return std::nullopt;
  return key;
}

std::optional<std::chrono::seconds> duration(std::string_view text) {
  if (text.size() < 2) return std::nullopt;
  const auto count = decimal(text.substr(0, text.size() - 1));
  if (!count || *count == 0 || *count > 9999) return std::nullopt;
  if (text.back() == 'd') return std::chrono::days(*count);
  if (text.back() == 'h') return std::chrono::hours(*count);
  if (text.back() == 'm') return std::chrono::minutes(*count);
  if (text.back() == 's') return std::chrono::seconds(*count);
  return std::nullopt;
}

std::optional<VkeyParts> vkey_parts(std::string_view text) {
  const auto first = text.find('+');
  if (first == std::string_view::npos || text.size() > 512) return std::nullopt;
  const auto name = text.substr(0, first);
  const auto rest = text.substr(first + 1);
  if (!is_origin(name) || rest.size() <= 9 || rest[8] != '+') return std::nullopt;
  const VkeyParts parts{name, rest.substr(0, 8), rest.substr(9)};
  if (parts.hash.find_first_not_of("0123456789abcdef") != std::string_view::npos) return std::nullopt;
  const auto padding = parts.key.find('=');
  const auto digits = parts.key.substr(0, padding);
  const auto end = padding == std::string_view::npos ? std::string_view() : parts.key.substr(padding);
  if (parts.key.size() % 4 != 0 || !(end.empty() || end == "=" || end == "==")) return std::nullopt;
  if (digits.empty() || digits.find_first_not_of(base64_digits) != std::string_view::npos) return std::nullopt;
  return parts;
}

bool is_url_prefix(std::string_view text) {
  if (text.size() > 256 || text.ends_with('/')) return false;
  const auto scheme = {std::string_view("http://"), std::string_view("https://")};
  const bool known = std::any_of(scheme.begin(), scheme.end(),
                                 [&](auto one) { return text.size() > one.size() && text.starts_with(one); });
  return known && std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

std::optional<Key> key_label(std::string_view text) {
  const auto parts = split(text, '/');
  if (parts.size() != 4) return std::nullopt;
  const auto issue = split(parts[3], '.');
  if (issue.size() != 2) return std::nullopt;
  const auto year = decimal(issue[0]);
  const auto generation = decimal(issue[1]);
  const auto purpose = purpose_of(parts[0]);
  if (purpose == KeyPurpose::unknown || !base::is_identifier(parts[1]) || !base::is_identifier(parts[2]))
    return std::nullopt;
  if (!year || *year < 2000 || *year > 9999 || !generation || *generation == 0) return std::nullopt;
  Key key;
  key.label = std::string(text);
  key.purpose = purpose;
  key.owner = std::string(parts[1]);
  key.use = std::string(parts[2]);
  key.year = *year;
  key.generation = *generation;
  return key;
}

bool is_display_name(std::string_view text) {
  if (text.empty() || text.size() > 256) return false;
  // Not from a file alone, where the scan has looked: TOML may write such a character as an escape.
  while (!text.empty()) {
    const auto character = base::first_code_point(text);
    const auto c = character.value;
    if (character.octets == 0 || c < ' ' || c == 0x7F || is_invisible(c)) return false;
    text.remove_prefix(character.octets);
  }
  return true;
}

base::Instant start_of(std::chrono::year_month_day day, Zone zone) {
  const base::Instant midnight = std::chrono::sys_days(day);
  return zone == Zone::ho_chi_minh ? midnight - std::chrono::hours(7) : midnight;
}

}  // namespace antin::policy::text
