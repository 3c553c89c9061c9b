#include "core/tlog/small_tree.hpp"

#include <stdexcept>

namespace antin::tlog {

// Pairs from the left, an odd last one going up as it is, split every range at the largest power of two below its
// size: the same tree as that of RFC 6962 section 2.1.
SmallTree::SmallTree(Path leaves) {
  if (leaves.empty()) throw std::logic_error("a tree without leaves");
  m_levels.push_back(std::move(leaves));
  while (m_levels.back().size() > 1) {
    const auto& below = m_levels.back();
    Path level;
    level.reserve((below.size() + 1) / 2);
    for (std::size_t i = 0; i + 1 < below.size(); i += 2) level.push_back(node_hash(below[i], below[i + 1]));
    if (below.size() % 2 == 1) level.push_back(below.back());
    m_levels.push_back(std::move(level));
  }
}

Path SmallTree::inclusion(std::uint64_t index) const {
  if (index >= size()) throw std::logic_error("no such leaf");
  Path path;
  for (const auto& level : m_levels) {
    const auto sibling = index ^ 1;
    if (sibling < level.size()) path.push_back(level[sibling]);
    index /= 2;
  }
  return path;
}

}  // namespace antin::tlog
