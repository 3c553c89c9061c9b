#include "daemon/keeper/mirrored_tiles.hpp"

#include <algorithm>

#include "core/base/file.hpp"

namespace antin::keeper {
namespace {

constexpr std::size_t hash_size = sizeof(base::Sha256Hash);
constexpr std::size_t tile_size = tlog::tile_width * hash_size;

// A tile that has grown since holds what a narrower one held, so any that is wide enough will do.
base::Result<base::Bytes> read_as_wide(const std::filesystem::path& folder, tlog::Tile tile) {
  std::error_code ignored;
  for (; tile.width < tlog::tile_width; ++tile.width)
    if (const auto file = folder / tlog::path(tile); std::filesystem::exists(file, ignored))
      return base::read_file(file, tile_size);
  return base::read_file(folder / tlog::path(tile), tile_size);
}

base::Result<tlog::Path> read(const std::filesystem::path& folder, const tlog::Tile& tile) {
  const auto octets = read_as_wide(folder, tile);
  if (!octets) return octets.error();
  if (octets->size() < tile.width * hash_size) return base::Error{tlog::path(tile) + " is too short"};
  tlog::Path hashes(tile.width);
  for (std::size_t i = 0; i < hashes.size(); ++i)
    std::copy_n(octets->begin() + static_cast<std::ptrdiff_t>(i * hash_size), hash_size, hashes[i].begin());
  return hashes;
}

}  // namespace

tlog::TileSource mirrored_tiles(std::filesystem::path folder) {
  return [folder = std::move(folder)](const tlog::Tile& tile) { return read(folder, tile); };
}

}  // namespace antin::keeper
