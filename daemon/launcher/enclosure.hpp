// A mount namespace of its own for one program: its folder can be reached, its token cannot be written.
#pragma once

#include <filesystem>
#include <optional>

#include "core/base/result.hpp"

namespace antin::launcher {

// For a process that is still root and is about to become another user. Changes nothing outside the calling process.
base::Result<void> enclose(const std::filesystem::path& folder,
                           const std::optional<std::filesystem::path>& token_folder);

}  // namespace antin::launcher
