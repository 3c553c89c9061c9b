// What the log's text formats share: lines that end in a line feed, decimal numbers, hashes in base64.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/digest.hpp"

namespace antin::tlog {

// Takes the first line off `rest`, without its line feed; nullopt when there is none that ends in one.
std::optional<std::string_view> take_line(std::string_view& rest);

std::optional<std::uint64_t> parse_decimal(std::string_view digits);  // no leading zeros
std::optional<base::Sha256Hash> parse_hash(std::string_view base64);

}  // namespace antin::tlog
