// A look at the octets before the TOML parser sees them: what policy never needs and the parser has stumbled over is
// refused here.
#pragma once

#include <optional>
#include <string>

#include "core/base/bytes.hpp"

namespace antin::policy::text {

struct ScanError {
  unsigned line = 0;
  std::string text;
};

// toml++ 3.3.0 is undefined on unquoted characters beyond ASCII, and nests as deep as dots and brackets ask it to. So:
// valid UTF-8, ASCII outside quotes and comments, strings on one line, no control or direction characters, short lines.
std::optional<ScanError> scan(base::ByteView content);

}  // namespace antin::policy::text
