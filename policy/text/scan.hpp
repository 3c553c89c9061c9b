// What the TOML parser gets to see: ASCII alone. What policy never needs and the parser has stumbled over is refused
// here.
#pragma once

#include <string>

#include "core/base/bytes.hpp"
#include "core/base/result.hpp"

namespace antin::policy::text {

struct ScanError {
  unsigned line = 0;
  std::string text;
};

// The same TOML with comments left out and characters beyond ASCII written as \u escapes, line for line. toml++ 3.3.0
// is undefined on such characters wherever it does not see a string, and what it takes for a string is not always what
// the eye does: `0"ê"`. It also nests as deep as dots ask it to. So: valid UTF-8, beyond ASCII only comments and
// double-quoted strings, strings on one line, no control or invisible characters, few dots, no endless lines.
base::Result<std::string, ScanError> ascii_form(base::ByteView content);

// Characters that change what a reader sees without being seen: a bundle is signed by people who read it.
bool is_invisible(char32_t c);

}  // namespace antin::policy::text
