#include "core/tlog/small_tree.hpp"

#include <gtest/gtest.h>

#include "tests/unit/core/tlog/reference.hpp"

namespace antin::tlog {
namespace {

TEST(SmallTree, is_that_of_the_slow_reference_for_every_size_and_leaf) {
  for (std::uint64_t size = 1; size <= 70; ++size) {
    Reference reference(size);
    const SmallTree tree(reference.leaves());
    EXPECT_EQ(tree.size(), size);
    ASSERT_EQ(tree.root(), reference.root(size)) << size;
    for (std::uint64_t leaf = 0; leaf < size; ++leaf) {
      const auto path = tree.inclusion(leaf);
      ASSERT_EQ(path, reference.inclusion(leaf, size)) << leaf << " of " << size;
      ASSERT_TRUE(verify_inclusion(reference.leaves()[leaf], leaf, size, path, tree.root()));
    }
  }
}

TEST(SmallTree, of_nothing_and_a_leaf_beyond_its_end_are_bugs) {
  EXPECT_THROW(SmallTree({}), std::logic_error);
  EXPECT_THROW(SmallTree({base::Sha256Hash{}}).inclusion(1), std::logic_error);
}

}  // namespace
}  // namespace antin::tlog
