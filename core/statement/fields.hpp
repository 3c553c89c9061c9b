// The values that lines of several statements hold: how each is read, and how an error names it. Inside this room.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/digest.hpp"
#include "core/base/instant.hpp"

namespace antin::statement {

constexpr std::string_view approve_title = "antin/approve/v1";  // of the single form and of the bulk form

constexpr std::string_view an_origin = "the log's origin: 1 to 128 printable ASCII characters, no space, no +";
constexpr std::string_view an_identifier = "an identifier: 1 to 128 of A-Z a-z 0-9 . _ -";
constexpr std::string_view a_nonce = "base64 of 16 octets";
constexpr std::string_view a_scope = "an identifier, or - for none";
constexpr std::string_view a_moment = "a moment in whole seconds like 2026-06-30T16:59:59Z";
constexpr std::string_view a_hash = "sha256: and 64 lower-case hex digits";
constexpr std::string_view a_hash_or_none = "sha256: and 64 lower-case hex digits, or none";

std::optional<std::string> origin(std::string_view text);
std::optional<std::string> identifier(std::string_view text);
std::optional<std::optional<std::string>> scope(std::string_view text);
std::optional<std::uint32_t> whole_number(std::string_view text);  // from 1, without leading zeros
std::optional<std::array<std::uint8_t, 16>> nonce(std::string_view text);
std::optional<base::Instant> whole_second(std::string_view text);
std::optional<std::optional<base::Sha256Hash>> parse_hash_or_none(std::string_view text);
std::string hash_or_none(const std::optional<base::Sha256Hash>& hash);

// From `least` on, without leading zeros.
std::optional<std::uint64_t> number_within(std::string_view text, std::uint64_t least, std::uint64_t most);

void add_line(std::string& out, std::string_view key, std::string_view value);

}  // namespace antin::statement
