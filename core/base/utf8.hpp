// UTF-8, one character after the other.
#pragma once

#include <cstddef>
#include <string_view>

namespace antin::base {

struct CodePoint {
  char32_t value = 0;
  std::size_t octets = 0;  // 0: not UTF-8
};

// The first character of a text that is not empty. RFC 3629: shortest form, no surrogates, at most U+10FFFF.
CodePoint first_code_point(std::string_view text);

}  // namespace antin::base
