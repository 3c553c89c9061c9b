// A log's published hash tiles, as somebody has copied them into a folder. They are what anybody may have written:
// believed only as far as they lead to a root that was signed.
#pragma once

#include <filesystem>

#include "core/tlog/tree.hpp"

namespace antin::keeper {

tlog::TileSource mirrored_tiles(std::filesystem::path folder);  // with `tile/…` in it

}  // namespace antin::keeper
