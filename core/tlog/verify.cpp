// Verification of the tree's proofs, in the words of RFC 9162: fn and sn are the places of the two nodes that the path
// has reached, at the height that it has reached.
#include <algorithm>

#include "core/tlog/tree.hpp"

namespace antin::tlog {
namespace {

struct Place {
  std::uint64_t fn;
  std::uint64_t sn;

  [[nodiscard]] bool joins_from_the_right() const { return (fn & 1) == 1 || fn == sn; }
  void up() {
    fn >>= 1;
    sn >>= 1;
  }
  // Past the heights at which the last node stands alone and goes up as it is.
  void up_to_a_right_child() {
    while ((fn & 1) == 0 && fn != 0) up();
  }
};

}  // namespace

// RFC 9162 2.1.3.2
bool verify_inclusion(const base::Sha256Hash& leaf, std::uint64_t index, std::uint64_t size, const Path& path,
                      const base::Sha256Hash& root) {
  if (index >= size) return false;
  Place place{index, size - 1};
  auto hash = leaf;
  for (const auto& sibling : path) {
    if (place.sn == 0) return false;
    if (place.joins_from_the_right()) {
      hash = node_hash(sibling, hash);
      place.up_to_a_right_child();
    } else {
      hash = node_hash(hash, sibling);
    }
    place.up();
  }
  return place.sn == 0 && hash == root;
}

// The same way up: what joins from the left is a complete subtree, each larger than the one before.
base::Result<Frontier> Frontier::before(std::uint64_t index, std::uint64_t size, const Path& inclusion) {
  if (index >= size) return base::Error{"a tree of that size has no such index"};
  Path subtrees;
  Place place{index, size - 1};
  for (const auto& sibling : inclusion) {
    if (place.joins_from_the_right()) {
      subtrees.push_back(sibling);
      place.up_to_a_right_child();
    }
    place.up();
  }
  std::reverse(subtrees.begin(), subtrees.end());
  return resume(index, std::move(subtrees));
}

// RFC 9162 2.1.4.2; it leaves out the empty tree, which every tree extends.
bool verify_consistency(std::uint64_t from, const base::Sha256Hash& from_root, std::uint64_t size,
                        const base::Sha256Hash& root, const Path& path) {
  if (from > size) return false;
  if (from == size) return path.empty() && from_root == root && (size != 0 || root == empty_root());
  if (from == 0) return path.empty() && from_root == empty_root();
  if (path.empty()) return false;
  Place place{from - 1, size - 1};
  while ((place.fn & 1) == 1) place.up();
  // An old tree that is complete is a node of the new one: its root is known, and not in the path.
  const bool known = place.fn == 0;
  auto old_hash = known ? from_root : path.front();
  auto new_hash = old_hash;
  for (auto sibling = path.begin() + (known ? 0 : 1); sibling != path.end(); ++sibling) {
    if (place.sn == 0) return false;
    if (place.joins_from_the_right()) {
      old_hash = node_hash(*sibling, old_hash);
      new_hash = node_hash(*sibling, new_hash);
      place.up_to_a_right_child();
    } else {
      new_hash = node_hash(new_hash, *sibling);
    }
    place.up();
  }
  return place.sn == 0 && old_hash == from_root && new_hash == root;
}

}  // namespace antin::tlog
