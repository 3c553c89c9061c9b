// What can be seen of a record's id: the version of the record-id key of its unit, which it begins with.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

namespace antin::base {

// Of `12.9tq2…`: 12. None when the id does not begin with a number from 1, written one way, and a dot before something.
constexpr std::optional<std::uint32_t> record_key_version(std::string_view record) {
  const auto dot = record.find('.');
  if (dot == std::string_view::npos || dot == 0 || dot > 10 || dot + 1 == record.size()) return std::nullopt;
  std::uint64_t version = 0;
  for (const char c : record.substr(0, dot)) {
    if (c < '0' || c > '9') return std::nullopt;
    version = 10 * version + static_cast<std::uint64_t>(c - '0');
  }
  if (record.front() == '0' || version > std::numeric_limits<std::uint32_t>::max()) return std::nullopt;
  return static_cast<std::uint32_t>(version);
}

}  // namespace antin::base
