// The tree of RFC 6962 section 2.1 in that section's own words, slow and plain, and tiles cut from it: what the room is
// measured against.
#pragma once

#include <openssl/sha.h>

#include <map>
#include <string>

#include "core/tlog/tree.hpp"

namespace antin::tlog {

class Reference {
 public:
  explicit Reference(std::uint64_t size) {
    for (std::uint64_t i = 0; i < size; ++i) m_leaves.push_back(hash(std::string(1, '\0') + entry(i)));
  }
  [[nodiscard]] const Path& leaves() const { return m_leaves; }

  // MTH({}) = SHA-256(), MTH({d(0)}) = SHA-256(0x00 || d(0)), MTH(D[n]) = SHA-256(0x01 || MTH(D[0:k]) || MTH(D[k:n]))
  base::Sha256Hash mth(std::uint64_t from, std::uint64_t to) {
    const auto n = to - from;
    if (n == 0) return hash("");
    if (n == 1) return m_leaves.at(from);
    const auto known = m_known.find({from, to});
    if (known != m_known.end()) return known->second;
    const auto k = k_of(n);
    const auto left = mth(from, from + k);
    const auto right = mth(from + k, to);
    const auto made = hash("\x01" + std::string(base::text(left)) + std::string(base::text(right)));
    return m_known[{from, to}] = made;
  }
  // PATH(m, D[n]) = PATH(m, D[0:k]) : MTH(D[k:n]) for m < k; PATH(m - k, D[k:n]) : MTH(D[0:k]) for m >= k
  Path path(std::uint64_t m, std::uint64_t from, std::uint64_t to) {
    const auto n = to - from;
    if (n == 1) return {};
    const auto k = k_of(n);
    auto result = m < k ? path(m, from, from + k) : path(m - k, from + k, to);
    result.push_back(m < k ? mth(from + k, to) : mth(from, from + k));
    return result;
  }
  // PROOF(m, D[n]) = SUBPROOF(m, D[n], true)
  Path subproof(std::uint64_t m, std::uint64_t from, std::uint64_t to, bool b) {
    const auto n = to - from;
    if (m == n) return b ? Path{} : Path{mth(from, to)};
    const auto k = k_of(n);
    auto result = m <= k ? subproof(m, from, from + k, b) : subproof(m - k, from + k, to, false);
    result.push_back(m <= k ? mth(from + k, to) : mth(from, from + k));
    return result;
  }
  base::Sha256Hash root(std::uint64_t n) { return mth(0, n); }
  Path inclusion(std::uint64_t m, std::uint64_t n) { return path(m, 0, n); }
  Path consistency(std::uint64_t m, std::uint64_t n) { return m == 0 ? Path{} : subproof(m, 0, n, true); }

  // tlog-tiles: item i of tile n on level l is MTH(D[(n*256+i)*256^l : (n*256+i+1)*256^l]).
  TileSource tiles() {
    return [this](const Tile& tile) -> base::Result<Path> {
      std::uint64_t power = 1;
      for (unsigned level = 0; level < tile.level; ++level) power *= 256;
      Path hashes;
      for (unsigned i = 0; i < tile.width; ++i) {
        const auto at = (tile.number * 256 + i) * power;
        if (at + power > m_leaves.size()) return base::Error{"no such tile"};
        hashes.push_back(mth(at, at + power));
      }
      return hashes;
    };
  }

 private:
  static std::string entry(std::uint64_t i) { return "entry " + std::to_string(i); }
  static base::Sha256Hash hash(const std::string& text) {
    base::Sha256Hash made{};
    SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), made.data());
    return made;
  }
  // The largest power of two smaller than n.
  static std::uint64_t k_of(std::uint64_t n) {
    std::uint64_t k = 1;
    while (k * 2 < n) k *= 2;
    return k;
  }

  Path m_leaves;
  std::map<std::pair<std::uint64_t, std::uint64_t>, base::Sha256Hash> m_known;
};

}  // namespace antin::tlog
