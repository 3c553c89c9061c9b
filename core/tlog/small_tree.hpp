// A tree of RFC 6962 that is small enough to be held whole: what one signature over many items is made of.
#pragma once

#include "core/tlog/tree.hpp"

namespace antin::tlog {

class SmallTree {
 public:
  explicit SmallTree(Path leaves);  // hashes of leaves, at least one

  [[nodiscard]] std::uint64_t size() const { return m_levels.front().size(); }
  [[nodiscard]] const base::Sha256Hash& root() const { return m_levels.back().front(); }
  [[nodiscard]] Path inclusion(std::uint64_t index) const;  // index < size

 private:
  std::vector<Path> m_levels;  // leaves first; a node without a sibling is its own parent
};

}  // namespace antin::tlog
