// Files that commands leave behind.
#pragma once

#include <filesystem>

#include "client/cli/outcome.hpp"
#include "core/base/bytes.hpp"

namespace antin::cli {

// Refuses a path where something is: a key must never be lost to a slip.
Outcome<void> write_new_file(const std::filesystem::path& path, base::ByteView content, unsigned mode);
// Replaces what is there; the folder is made when it is missing.
Outcome<void> write_result(const std::filesystem::path& path, base::ByteView content);

}  // namespace antin::cli
