// Tiles: the tree's hashes in blocks of 256, as files that never change once they are full (C2SP tlog-tiles).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace antin::tlog {

constexpr unsigned tile_width = 256;

// `width` hashes; the i-th is the root of the 256^level leaves from (number * 256 + i) * 256^level on.
struct Tile {
  unsigned level = 0;  // 0..7: 256^8 leaves are more than 64 bits count
  std::uint64_t number = 0;
  unsigned width = tile_width;  // 1..256; less than 256 only at the right edge

  [[nodiscard]] bool full() const { return width == tile_width; }
  // clang-tidy 14 takes the 0 in a comparison made of this for a pointer.
  friend auto operator<=>(const Tile&, const Tile&) = default;  // NOLINT(modernize-use-nullptr)
};

std::string path(const Tile& tile);                              // "tile/0/x001/234", partial "tile/0/x001/234.p/5"
std::string entries_path(std::uint64_t number, unsigned width);  // "tile/entries/x001/234[.p/5]"
std::optional<Tile> parse_tile_path(std::string_view path);      // exactly what path() prints
// What a tree of `size` has and one of `from` has not, level by level: full ones, then the partial one.
std::vector<Tile> new_tiles(std::uint64_t from, std::uint64_t size);

}  // namespace antin::tlog
