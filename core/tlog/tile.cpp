#include "core/tlog/tile.hpp"

#include <algorithm>
#include <limits>

#include "core/tlog/lines.hpp"

namespace antin::tlog {
namespace {

constexpr unsigned top_level = 7;

// How many hashes of a level a tree has: one for each complete subtree of 256^level leaves.
std::uint64_t hashes_at(unsigned level, std::uint64_t size) { return size >> (8 * level); }

// Groups of three digits, all but the last behind an x, so that no directory grows large: 1234067 → x001/x234/067.
std::string number_path(std::uint64_t number) {
  auto digits = std::to_string(number);
  digits.insert(0, (3 - digits.size() % 3) % 3, '0');
  std::string out;
  for (std::size_t i = 0; i < digits.size(); i += 3) {
    if (i + 3 < digits.size())
      out.append("x").append(digits, i, 3).append("/");
    else
      out.append(digits, i, 3);
  }
  return out;
}

std::string place(std::uint64_t number, unsigned width) {
  auto out = number_path(number);
  if (width < tile_width) out += ".p/" + std::to_string(width);
  return out;
}

// The inverse of number_path, and of more: whoever calls it prints the result and compares.
std::optional<std::uint64_t> parse_number(std::string_view path) {
  std::string digits;
  std::copy_if(path.begin(), path.end(), std::back_inserter(digits), [](char c) { return c != 'x' && c != '/'; });
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
  return parse_decimal(digits);
}

// Does a tree whose size 64 bits count have such a tile?
bool exists_in_some_tree(const Tile& tile) {
  const auto count = hashes_at(tile.level, std::numeric_limits<std::uint64_t>::max());
  return tile.number < count / tile_width || (tile.number == count / tile_width && tile.width <= count % tile_width);
}

}  // namespace

std::string path(const Tile& tile) {
  return "tile/" + std::to_string(tile.level) + "/" + place(tile.number, tile.width);
}

std::string entries_path(std::uint64_t number, unsigned width) { return "tile/entries/" + place(number, width); }

std::optional<Tile> parse_tile_path(std::string_view whole) {
  constexpr std::string_view start = "tile/";
  constexpr std::string_view partial = ".p/";
  constexpr std::size_t length_limit = 64;
  if (whole.size() > length_limit || !whole.starts_with(start)) return std::nullopt;
  auto rest = whole.substr(start.size());
  if (rest.size() < 2 || rest[0] < '0' || rest[0] > '0' + static_cast<char>(top_level)) return std::nullopt;
  Tile tile{static_cast<unsigned>(rest[0] - '0'), 0, tile_width};
  rest.remove_prefix(2);
  if (const auto at = rest.find(partial); at != std::string_view::npos) {
    const auto width = parse_decimal(rest.substr(at + partial.size()));
    if (!width || *width == 0 || *width >= tile_width) return std::nullopt;
    tile.width = static_cast<unsigned>(*width);
    rest = rest.substr(0, at);
  }
  const auto number = parse_number(rest);
  if (!number) return std::nullopt;
  tile.number = *number;
  if (!exists_in_some_tree(tile) || path(tile) != whole) return std::nullopt;
  return tile;
}

std::vector<Tile> new_tiles(std::uint64_t from, std::uint64_t size) {
  std::vector<Tile> tiles;
  for (unsigned level = 0; level <= top_level; ++level) {
    const auto before = hashes_at(level, from);
    const auto count = hashes_at(level, size);
    if (before >= count) break;  // nor has a higher level anything new
    for (auto number = before / tile_width; number < count / tile_width; ++number)
      tiles.push_back({level, number, tile_width});
    if (count % tile_width != 0)
      tiles.push_back({level, count / tile_width, static_cast<unsigned>(count % tile_width)});
  }
  return tiles;
}

}  // namespace antin::tlog
