// The small grammars inside policy's strings.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "policy/model.hpp"

namespace antin::policy::text {

// A printable C2SP key name: 1 to 128 of ASCII without space and '+'.
bool is_origin(std::string_view text);

// Dotted, each arc below 2^32 without leading zeros, the first two as X.660 allows.
bool is_oid(std::string_view text);

// ZeroMQ RFC 32: 40 characters for 32 octets. All zeros is no key.
std::optional<CurveKey> curve_key(std::string_view z85);

// `30d`, `12h` or `10m` (minutes), 1 to 9999 of them.
std::optional<std::chrono::seconds> duration(std::string_view text);

// A C2SP verifier key taken apart by its form alone: whether the hash fits and the key is one is for its reader to say.
struct VkeyParts {
  std::string_view name;
  std::string_view hash;  // 8 hexadecimal digits
  std::string_view key;   // base64
};
std::optional<VkeyParts> vkey_parts(std::string_view text);

// http:// or https://, at most 256 printable ASCII characters, no slash at the end: paths are put behind it.
bool is_url_prefix(std::string_view text);

// `seal|time|log/<owner>/<use>/<year>.<generation>`; purpose, owner, use, year and generation of the Key are filled.
std::optional<Key> key_label(std::string_view text);

// Display text: UTF-8 was checked already; here 1 to 256 octets without control characters.
bool is_display_name(std::string_view text);

enum class Zone { unknown, utc, ho_chi_minh };

// The first moment of a day. Ho Chi Minh City has been at UTC+7 since 1975, without summer time.
base::Instant start_of(std::chrono::year_month_day day, Zone zone);

}  // namespace antin::policy::text
