// The folder that lists and responses are dropped into.
#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"

namespace antin::keeper {

// Its files of this extension in a fixed order, so that the same files always give the same result.
base::Result<std::vector<std::filesystem::path>> list_files(const std::filesystem::path& folder,
                                                            std::string_view extension);

bool is_regular(const std::filesystem::path& file);  // a symbolic link is not

}  // namespace antin::keeper
