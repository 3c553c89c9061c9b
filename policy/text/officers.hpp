// officers.toml: the security officers that a new log is to have, and how many of them decide together.
#pragma once

#include "policy/text/parse.hpp"

namespace antin::policy::text {

constexpr std::string_view officers_file = "officers.toml";
constexpr std::size_t most_officers = 16;

struct Officers {
  unsigned threshold = 0;                            // 2 to all of them
  std::map<std::string, base::Sha256Hash> officers;  // certificate by id
};

// Strict as a bundle's text is.
base::Result<Officers, TextError> parse_officers(base::ByteView content, const Certificates& certificates);

}  // namespace antin::policy::text
