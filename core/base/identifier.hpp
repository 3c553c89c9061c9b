// Identifiers as statements, policy and the wire share them: 1 to 128 of A-Z a-z 0-9 . _ -
#pragma once

#include <string_view>

namespace antin::base {

constexpr bool is_identifier(std::string_view text) {
  if (text.empty() || text.size() > 128) return false;
  for (const char c : text) {
    const bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    const bool digit = c >= '0' && c <= '9';
    if (!letter && !digit && c != '.' && c != '_' && c != '-') return false;
  }
  return true;
}

}  // namespace antin::base
