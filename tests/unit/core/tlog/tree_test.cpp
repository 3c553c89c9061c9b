#include "core/tlog/tree.hpp"

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "tests/unit/core/tlog/reference.hpp"

namespace antin::tlog {
namespace {

constexpr std::uint64_t small = 300;
constexpr std::uint64_t large = 70000;

Reference& reference() {
  static Reference made(large);
  return made;
}

Tree tree(std::uint64_t size) { return {size, reference().tiles()}; }

TEST(Tree, its_root_is_the_references_for_every_small_size) {
  auto newest = tree(small);
  for (std::uint64_t size = 0; size <= small; ++size) {
    EXPECT_EQ(*tree(size).root(), reference().root(size)) << size;
    EXPECT_EQ(*newest.root(size), reference().root(size)) << size;
  }
}

TEST(Tree, its_inclusion_proofs_are_the_references_and_verify) {
  auto newest = tree(small);
  for (std::uint64_t size = 1; size <= small; ++size) {
    const auto root = reference().root(size);
    for (std::uint64_t index = 0; index < size; ++index) {
      const auto path = *newest.inclusion(index, size);
      ASSERT_EQ(path, reference().inclusion(index, size)) << index << " of " << size;
      ASSERT_TRUE(verify_inclusion(reference().leaves()[index], index, size, path, root)) << index << " of " << size;
    }
  }
}

TEST(Tree, its_consistency_proofs_are_the_references_and_verify) {
  auto newest = tree(small);
  for (std::uint64_t size = 0; size <= small; ++size)
    for (std::uint64_t from = 0; from <= size; ++from) {
      const auto path = *newest.consistency(from, size);
      ASSERT_EQ(path, reference().consistency(from, size)) << from << " to " << size;
      ASSERT_TRUE(verify_consistency(from, reference().root(from), size, reference().root(size), path))
          << from << " to " << size;
    }
}

TEST(Tree, larger_trees_agree_with_the_reference_too) {
  std::mt19937_64 random(6962);
  std::vector<std::uint64_t> sizes{511, 512, 65535, 65536, 65537, large};
  for (int i = 0; i < 6; ++i) sizes.push_back(1 + random() % large);
  for (const auto size : sizes) {
    auto made = tree(size);
    const auto root = reference().root(size);
    EXPECT_EQ(*made.root(), root) << size;
    for (const auto index : {std::uint64_t{0}, size / 2, size - 1, random() % size}) {
      EXPECT_EQ(*made.inclusion(index, size), reference().inclusion(index, size)) << index << " of " << size;
      EXPECT_TRUE(verify_inclusion(reference().leaves()[index], index, size, reference().inclusion(index, size), root));
      const auto path = *made.consistency(index, size);
      EXPECT_EQ(path, reference().consistency(index, size)) << index << " to " << size;
      EXPECT_TRUE(verify_consistency(index, reference().root(index), size, root, path)) << index << " to " << size;
    }
  }
}

TEST(Tree, each_tile_is_read_once) {
  std::set<Tile> read;
  Tree made(large, [&](const Tile& tile) {
    EXPECT_TRUE(read.insert(tile).second) << path(tile);
    return reference().tiles()(tile);
  });
  for (int i = 0; i < 2; ++i) {
    EXPECT_TRUE(made.root());
    EXPECT_TRUE(made.inclusion(69999, large));
    EXPECT_TRUE(made.inclusion(12345, large));
    EXPECT_TRUE(made.consistency(257, large));
  }
  EXPECT_LT(read.size(), 10U);
}

TEST(Tree, what_it_has_not_is_refused) {
  auto made = tree(10);
  EXPECT_FALSE(made.root(11));
  EXPECT_FALSE(made.inclusion(0, 11));
  EXPECT_FALSE(made.inclusion(10, 10));
  EXPECT_FALSE(made.inclusion(0, 0));
  EXPECT_FALSE(made.consistency(0, 11));
  EXPECT_FALSE(made.consistency(10, 9));
}

TEST(Tree, a_source_that_fails_ends_the_computation_with_its_error) {
  Tree made(10, [](const Tile&) { return base::Result<Path>(base::Error{"no such file"}); });
  EXPECT_EQ(made.root().error().text, "no such file");
  EXPECT_EQ(made.inclusion(3, 10).error().text, "no such file");
  EXPECT_EQ(made.consistency(3, 10).error().text, "no such file");
  EXPECT_EQ(Frontier::of(made).error().text, "no such file");
}

TEST(Tree, a_tile_with_another_number_of_hashes_is_refused) {
  for (const std::size_t hashes : {0, 9, 11, 256}) {
    Tree made(10, [&](const Tile&) { return base::Result<Path>(Path(hashes)); });
    EXPECT_EQ(made.root().error().text, "tile/0/000.p/10 holds " + std::to_string(hashes) + " hashes instead of 10");
  }
}

TEST(Frontier, it_agrees_with_the_reference_at_every_size) {
  Frontier frontier;
  for (std::uint64_t size = 0; size <= small; ++size) {
    ASSERT_EQ(frontier.size(), size);
    ASSERT_EQ(frontier.root(), reference().root(size)) << size;
    frontier.append(reference().leaves()[size]);
  }
}

TEST(Frontier, it_says_which_hashes_of_upper_tiles_a_leaf_completes) {
  Frontier frontier;
  std::uint64_t first_level = 0;
  for (std::uint64_t size = 1; size <= large; ++size) {
    const auto completed = frontier.append(reference().leaves()[size - 1]);
    ASSERT_EQ(completed.size(), (size % 256 == 0 ? 1U : 0U) + (size % 65536 == 0 ? 1U : 0U)) << size;
    for (std::size_t i = 0; i < completed.size(); ++i) {
      const std::uint64_t leaves = i == 0 ? 256 : 65536;
      EXPECT_EQ(completed[i].level, i + 1);
      EXPECT_EQ(completed[i].index, size / leaves - 1);
      EXPECT_EQ(completed[i].hash, reference().mth(size - leaves, size));
    }
    if (!completed.empty()) ++first_level;
  }
  EXPECT_EQ(first_level, large / 256);
  EXPECT_EQ(frontier.root(), reference().root(large));
}

TEST(Frontier, it_goes_on_from_a_tree_that_exists) {
  for (const std::uint64_t size : {0, 1, 2, 3, 255, 256, 257, 511, 512, 65535, 65536, 65537, 69999}) {
    auto made = tree(size);
    auto frontier = Frontier::of(made);
    ASSERT_TRUE(frontier);
    EXPECT_EQ(frontier->size(), size);
    EXPECT_EQ(frontier->root(), reference().root(size)) << size;
    frontier->append(reference().leaves()[size]);
    EXPECT_EQ(frontier->root(), reference().root(size + 1)) << size;
  }
}

TEST(Frontier, it_goes_on_from_its_subtrees_and_from_no_other_number_of_hashes) {
  Frontier frontier;
  for (std::uint64_t size = 0; size < small; ++size) {
    auto resumed = Frontier::resume(size, frontier.subtrees());
    ASSERT_TRUE(resumed) << size;
    EXPECT_EQ(resumed->root(), reference().root(size)) << size;
    auto one_more = frontier.subtrees();
    one_more.push_back({});
    EXPECT_FALSE(Frontier::resume(size, one_more)) << size;
    frontier.append(reference().leaves()[size]);
  }
}

TEST(Frontier, it_goes_on_from_the_inclusion_proof_of_the_next_leaf) {
  for (const std::uint64_t size : {1, 2, 3, 7, 8, 255, 256, 257, 511}) {
    for (std::uint64_t index = 0; index < size; ++index) {
      auto frontier = Frontier::before(index, size, reference().inclusion(index, size));
      ASSERT_TRUE(frontier) << index << " of " << size;
      EXPECT_EQ(frontier->size(), index);
      EXPECT_EQ(frontier->root(), reference().root(index)) << index << " of " << size;
    }
  }
}

TEST(Frontier, a_path_that_is_none_of_the_leaf_gives_no_frontier) {
  EXPECT_FALSE(Frontier::before(7, 7, reference().inclusion(6, 7)));
  EXPECT_FALSE(Frontier::before(5, 8, {}));
  EXPECT_FALSE(Frontier::before(0, 8, Path(64)));
}

}  // namespace
}  // namespace antin::tlog
