#include "core/tlog/tree.hpp"

#include <algorithm>
#include <bit>

namespace antin::tlog {
namespace {

// The largest power of two below `count`, which is at least 2: where RFC 6962 splits.
std::uint64_t split(std::uint64_t count) { return std::bit_floor(count - 1); }

unsigned height_of(std::uint64_t power) { return static_cast<unsigned>(std::countr_zero(power)); }

// Smaller subtrees stand right of larger ones: the root comes together from the right.
base::Sha256Hash join(const Path& largest_first) {
  auto hash = largest_first.back();
  for (auto left = largest_first.rbegin() + 1; left != largest_first.rend(); ++left) hash = node_hash(*left, hash);
  return hash;
}

// One height up. A node without a sibling waits for one.
Path nodes_above(const Path& row) {
  Path above;
  above.reserve(row.size() / 2);
  for (std::size_t i = 0; i + 1 < row.size(); i += 2) above.push_back(node_hash(row[i], row[i + 1]));
  return above;
}

}  // namespace

base::Result<Tree::Pyramid*> Tree::pyramid(unsigned level, std::uint64_t number) {
  const auto left = (m_size >> (8 * level)) - number * tile_width;
  const Tile tile{level, number, static_cast<unsigned>(std::min<std::uint64_t>(left, tile_width))};
  auto found = m_tiles.find(tile);
  if (found == m_tiles.end()) {
    auto read = m_source(tile);
    if (!read) return read.error();
    if (read->size() != tile.width)
      return base::Error{path(tile) + " holds " + std::to_string(read->size()) + " hashes instead of " +
                         std::to_string(tile.width)};
    found = m_tiles.emplace(tile, Pyramid{std::move(*read)}).first;
  }
  return &found->second;
}

// Of height h: made of 2^(h mod 8) hashes of one tile of level h/8, since a tile's edge cuts no such subtree.
base::Result<base::Sha256Hash> Tree::subtree(std::uint64_t start, unsigned height) {
  const auto level = height / 8;
  const auto first = start >> (8 * level);
  auto tile = pyramid(level, first / tile_width);
  if (!tile) return tile.error();
  auto& rows = **tile;
  const auto row = height % 8;
  while (rows.size() <= row) rows.push_back(nodes_above(rows.back()));
  return rows[row][(first % tile_width) >> row];
}

base::Result<base::Sha256Hash> Tree::range(std::uint64_t start, std::uint64_t count) {
  Path subtrees;
  while (count > 0) {
    const auto power = std::bit_floor(count);
    const auto hash = subtree(start, height_of(power));
    if (!hash) return hash.error();
    subtrees.push_back(*hash);
    start += power;
    count -= power;
  }
  return join(subtrees);
}

base::Result<base::Sha256Hash> Tree::root(std::uint64_t size) {
  if (size > m_size) return base::Error{"the tree has not grown to that size"};
  return size == 0 ? empty_root() : range(0, size);
}

base::Result<Path> Tree::inclusion(std::uint64_t index, std::uint64_t size) {
  if (size > m_size) return base::Error{"the tree has not grown to that size"};
  if (index >= size) return base::Error{"a tree of that size has no such index"};
  Path path;
  // RFC 6962 2.1.1 from the root down: `start` and `count` are the part that the leaf is in.
  std::uint64_t start = 0;
  for (auto count = size; count > 1;) {
    const auto left = split(count);
    const bool is_left = index - start < left;
    const auto sibling = is_left ? range(start + left, count - left) : range(start, left);
    if (!sibling) return sibling.error();
    path.push_back(*sibling);
    start += is_left ? 0 : left;
    count = is_left ? left : count - left;
  }
  std::reverse(path.begin(), path.end());
  return path;
}

base::Result<Path> Tree::consistency(std::uint64_t from, std::uint64_t size) {
  if (size > m_size) return base::Error{"the tree has not grown to that size"};
  if (from > size) return base::Error{"a tree does not shrink"};
  Path path;
  if (from == 0 || from == size) return path;
  // RFC 6962 2.1.2 from the root down: `start` and `count` are the part that the old tree's edge is in.
  std::uint64_t start = 0;
  auto count = size;
  while (start + count != from) {
    const auto left = split(count);
    const bool is_left = from - start <= left;
    const auto sibling = is_left ? range(start + left, count - left) : range(start, left);
    if (!sibling) return sibling.error();
    path.push_back(*sibling);
    start += is_left ? 0 : left;
    count = is_left ? left : count - left;
  }
  // Whoever has the old root knows this part when it is all of the old tree.
  if (start != 0) {
    const auto last = range(start, count);
    if (!last) return last.error();
    path.push_back(*last);
  }
  std::reverse(path.begin(), path.end());
  return path;
}

base::Result<Frontier> Frontier::of(Tree& tree) {
  Frontier frontier;
  frontier.m_size = tree.size();
  std::uint64_t start = 0;
  for (auto left = tree.size(); left > 0;) {
    const auto power = std::bit_floor(left);
    const auto hash = tree.subtree(start, height_of(power));
    if (!hash) return hash.error();
    frontier.m_subtrees.push_back(*hash);
    start += power;
    left -= power;
  }
  return frontier;
}

base::Result<Frontier> Frontier::resume(std::uint64_t size, Path subtrees) {
  if (subtrees.size() != static_cast<std::size_t>(std::popcount(size)))
    return base::Error{"a tree of that size has another number of complete subtrees"};
  Frontier frontier;
  frontier.m_size = size;
  frontier.m_subtrees = std::move(subtrees);
  return frontier;
}

std::vector<Frontier::Completed> Frontier::append(const base::Sha256Hash& leaf) {
  std::vector<Completed> completed;
  ++m_size;
  auto hash = leaf;
  // As many subtrees become one as the new size has zeros at its end.
  for (unsigned height = 1; height <= height_of(m_size); ++height) {
    hash = node_hash(m_subtrees.back(), hash);
    m_subtrees.pop_back();
    if (height % 8 == 0) completed.push_back({height / 8, (m_size >> height) - 1, hash});
  }
  m_subtrees.push_back(hash);
  return completed;
}

base::Sha256Hash Frontier::root() const { return m_subtrees.empty() ? empty_root() : join(m_subtrees); }

}  // namespace antin::tlog
