// Proofs that were tampered with. A proof's size is bound by the signed checkpoint, not by the path: trees of several
// sizes put a leaf in the same place, so a wrong size is refused where it asks for a path of another length.
#include <gtest/gtest.h>

#include "tests/unit/core/tlog/reference.hpp"

namespace antin::tlog {
namespace {

constexpr std::uint64_t largest = 40;

Reference& reference() {
  static Reference made(largest);
  return made;
}

// Each hash with one bit changed, each left out, each there twice, one more before and after.
std::vector<Path> tampered(const Path& good) {
  std::vector<Path> made;
  for (std::size_t i = 0; i < good.size(); ++i) {
    made.push_back(good);
    made.back()[i][i % 32] ^= 1;
    made.push_back(good);
    made.back().erase(made.back().begin() + static_cast<std::ptrdiff_t>(i));
    made.push_back(good);
    made.back().insert(made.back().begin() + static_cast<std::ptrdiff_t>(i), good[i]);
  }
  made.push_back(good);
  made.back().emplace_back();
  made.push_back(good);
  made.back().insert(made.back().begin(), base::Sha256Hash{});
  return made;
}

TEST(Inclusion, a_path_that_was_touched_is_refused) {
  for (std::uint64_t size = 1; size <= largest; ++size)
    for (std::uint64_t index = 0; index < size; ++index)
      for (const auto& path : tampered(reference().inclusion(index, size)))
        ASSERT_FALSE(verify_inclusion(reference().leaves()[index], index, size, path, reference().root(size)));
}

TEST(Inclusion, another_index_leaf_or_root_is_refused) {
  for (std::uint64_t size = 1; size <= largest; ++size)
    for (std::uint64_t index = 0; index < size; ++index) {
      const auto path = reference().inclusion(index, size);
      const auto& leaf = reference().leaves()[index];
      for (std::uint64_t other = 0; other <= size; ++other) {
        if (other == index) continue;
        ASSERT_FALSE(verify_inclusion(leaf, other, size, path, reference().root(size)));
        const auto other_leaf = leaf_hash(base::view("entry " + std::to_string(other)));
        ASSERT_FALSE(verify_inclusion(other_leaf, index, size, path, reference().root(size)));
      }
      ASSERT_FALSE(verify_inclusion(leaf, index, size, path, reference().root(size - 1)));
    }
}

TEST(Inclusion, a_size_that_needs_another_length_of_path_is_refused) {
  for (std::uint64_t size = 1; size <= largest; ++size)
    for (std::uint64_t index = 0; index < size; ++index) {
      const auto path = reference().inclusion(index, size);
      for (std::uint64_t other = 0; other <= largest; ++other) {
        if (other > index && reference().inclusion(index, other).size() == path.size()) continue;
        ASSERT_FALSE(verify_inclusion(reference().leaves()[index], index, other, path, reference().root(size)));
      }
    }
}

TEST(Inclusion, an_index_or_size_at_the_end_of_64_bits_is_refused) {
  const auto& leaf = reference().leaves()[0];
  EXPECT_FALSE(verify_inclusion(leaf, UINT64_MAX, UINT64_MAX, {}, leaf));
  EXPECT_FALSE(verify_inclusion(leaf, UINT64_MAX - 1, UINT64_MAX, Path(64), leaf));
  EXPECT_FALSE(verify_inclusion(leaf, 0, UINT64_MAX, Path(64), leaf));
  EXPECT_FALSE(verify_inclusion(leaf, 0, 0, {}, empty_root()));
}

TEST(Consistency, a_path_that_was_touched_is_refused) {
  for (std::uint64_t size = 0; size <= largest; ++size)
    for (std::uint64_t from = 0; from <= size; ++from)
      for (const auto& path : tampered(reference().consistency(from, size)))
        ASSERT_FALSE(verify_consistency(from, reference().root(from), size, reference().root(size), path));
}

TEST(Consistency, another_root_is_refused) {
  for (std::uint64_t size = 0; size <= largest; ++size)
    for (std::uint64_t from = 0; from <= size; ++from) {
      const auto path = reference().consistency(from, size);
      auto old_root = reference().root(from);
      auto new_root = reference().root(size);
      old_root[31] ^= 1;
      ASSERT_FALSE(verify_consistency(from, old_root, size, new_root, path));
      old_root[31] ^= 1;
      new_root[0] ^= 0x80;
      // Nothing is known of a tree when the older one is empty, so any root may follow.
      ASSERT_EQ(verify_consistency(from, old_root, size, new_root, path), from == 0 && size != 0);
    }
}

TEST(Consistency, sizes_that_need_another_length_of_path_are_refused) {
  for (std::uint64_t size = 1; size <= largest; ++size)
    for (std::uint64_t from = 1; from <= size; ++from) {
      const auto path = reference().consistency(from, size);
      for (std::uint64_t other = 0; other <= largest; ++other) {
        if (other > size || reference().consistency(other, size).size() != path.size()) {
          ASSERT_FALSE(verify_consistency(other, reference().root(from), size, reference().root(size), path));
        }
        if (other < from || reference().consistency(from, other).size() != path.size()) {
          ASSERT_FALSE(verify_consistency(from, reference().root(from), other, reference().root(size), path));
        }
      }
    }
}

TEST(Consistency, a_tree_that_shrinks_or_forks_is_refused) {
  EXPECT_FALSE(verify_consistency(3, reference().root(3), 2, reference().root(2), {}));
  EXPECT_FALSE(verify_consistency(3, reference().root(3), 3, reference().root(2), {}));
  EXPECT_FALSE(verify_consistency(0, reference().root(1), 3, reference().root(3), {}));
  EXPECT_FALSE(verify_consistency(0, reference().root(1), 0, reference().root(1), {}));
  EXPECT_FALSE(verify_consistency(UINT64_MAX - 1, reference().root(1), UINT64_MAX, reference().root(2), Path(64)));
}

}  // namespace
}  // namespace antin::tlog
