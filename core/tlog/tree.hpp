// Roots and proofs of a Merkle tree (RFC 6962 section 2.1), over hashes that somebody else keeps.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <vector>

#include "core/base/result.hpp"
#include "core/tlog/hash.hpp"
#include "core/tlog/tile.hpp"

namespace antin::tlog {

using Path = std::vector<base::Sha256Hash>;

// A tile's hashes in order, exactly `width` of them. An error (a missing file, say) ends the computation with it.
using TileSource = std::function<base::Result<Path>(const Tile&)>;

// Reads the hashes of a tree of `size` leaves tile by tile, each tile once; it keeps those that it has read.
class Tree {
 public:
  Tree(std::uint64_t size, TileSource source) : m_size(size), m_source(std::move(source)) {}

  [[nodiscard]] std::uint64_t size() const { return m_size; }
  [[nodiscard]] std::size_t tiles_held() const { return m_tiles.size(); }  // some 16 KiB each
  base::Result<base::Sha256Hash> root() { return root(m_size); }
  base::Result<base::Sha256Hash> root(std::uint64_t size);  // of the first `size` leaves; size <= this->size()
  base::Result<Path> inclusion(std::uint64_t index, std::uint64_t size);   // index < size <= this->size()
  base::Result<Path> consistency(std::uint64_t from, std::uint64_t size);  // from <= size <= this->size()

 private:
  friend class Frontier;
  // The hash of 2^height leaves from `start` on, a multiple of that; of any number that the recursion of RFC 6962
  // meets.
  base::Result<base::Sha256Hash> subtree(std::uint64_t start, unsigned height);
  base::Result<base::Sha256Hash> range(std::uint64_t start, std::uint64_t count);
  // A tile's hashes, above them the nodes that they make in pairs, and so on: only as high as was asked for yet.
  using Pyramid = std::vector<Path>;
  base::Result<Pyramid*> pyramid(unsigned level, std::uint64_t number);

  std::uint64_t m_size;
  TileSource m_source;
  std::map<Tile, Pyramid> m_tiles;
};

// RFC 6962 2.1.1 and 2.1.2, as RFC 9162 2.1.3.2 and 2.1.4.2 verify them. False for anything but a valid proof.
bool verify_inclusion(const base::Sha256Hash& leaf, std::uint64_t index, std::uint64_t size, const Path& path,
                      const base::Sha256Hash& root);
bool verify_consistency(std::uint64_t from, const base::Sha256Hash& from_root, std::uint64_t size,
                        const base::Sha256Hash& root, const Path& path);

// The right edge of a growing tree: O(log n) hashes, appended to one leaf at a time.
class Frontier {
 public:
  Frontier() = default;
  // The right edge of a tree that exists; reads O(log n) tiles.
  static base::Result<Frontier> of(Tree& tree);
  // From what subtrees() gave: refuses any other number of hashes than a tree of that size has complete subtrees.
  static base::Result<Frontier> resume(std::uint64_t size, Path subtrees);
  // The right edge before the leaf at `index`: the hashes to the left of the way that an inclusion proof takes. Only
  // as good as that proof, so verify it first.
  static base::Result<Frontier> before(std::uint64_t index, std::uint64_t size, const Path& inclusion);

  // The hashes of tiles above level 0 that this leaf completes: `index` is the place within the level.
  struct Completed {
    unsigned level = 0;  // 1..7
    std::uint64_t index = 0;
    base::Sha256Hash hash{};
  };
  std::vector<Completed> append(const base::Sha256Hash& leaf);

  [[nodiscard]] std::uint64_t size() const { return m_size; }
  [[nodiscard]] base::Sha256Hash root() const;
  [[nodiscard]] const Path& subtrees() const { return m_subtrees; }

 private:
  std::uint64_t m_size = 0;
  Path m_subtrees;  // complete subtrees, largest first: one for each bit of the size
};

}  // namespace antin::tlog
