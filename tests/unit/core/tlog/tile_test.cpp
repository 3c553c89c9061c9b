#include "core/tlog/tile.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <limits>

namespace antin::tlog {
namespace {

constexpr auto largest = std::numeric_limits<std::uint64_t>::max();

TEST(TilePath, numbers_stand_in_groups_of_three_digits) {
  EXPECT_EQ(path({0, 0, 256}), "tile/0/000");
  EXPECT_EQ(path({1, 67, 256}), "tile/1/067");
  EXPECT_EQ(path({0, 1234, 5}), "tile/0/x001/234.p/5");
  EXPECT_EQ(path({7, 1234067, 255}), "tile/7/x001/x234/067.p/255");
  EXPECT_EQ(entries_path(1234067, 256), "tile/entries/x001/x234/067");
  EXPECT_EQ(entries_path(0, 1), "tile/entries/000.p/1");
}

TEST(TilePath, what_is_printed_is_read) {
  for (unsigned level = 0; level < 7; ++level)
    for (const std::uint64_t number : {0, 1, 10, 99, 100, 255, 999, 1000, 1234, 65535, 1000000})
      for (const unsigned width : {1U, 112U, 255U, 256U}) {
        const auto numbers = (largest >> (8 * level)) / 256;
        const Tile tile{level, number % numbers, width};
        EXPECT_EQ(parse_tile_path(path(tile)), tile);
      }
  const Tile last{0, largest / 256, 255};
  EXPECT_EQ(parse_tile_path(path(last)), last);
}

TEST(TilePath, anything_else_is_refused) {
  for (const std::string text : {"",
                                 "tile/",
                                 "tile/0",
                                 "tile/0/",
                                 "tile/0/0",
                                 "tile/0/00",
                                 "tile/0/1",
                                 "tile/0/0000",
                                 "tile/0/x000/001",
                                 "tile/0/001/234",
                                 "tile/0/x001/x234",
                                 "tile/0/x001//234",
                                 "tile/0/x001234",
                                 "tile/8/000",
                                 "tile/00/000",
                                 "tile/-1/000",
                                 "tile/a/000",
                                 "tile/entries/000",
                                 "tile/0/000/",
                                 "/tile/0/000",
                                 "Tile/0/000",
                                 "tile/0/000.p/0",
                                 "tile/0/000.p/256",
                                 "tile/0/000.p/01",
                                 "tile/0/000.p/",
                                 "tile/0/000.p",
                                 "tile/0/000.p/1/",
                                 "tile/0/000.p/1x",
                                 "tile/0/000.p/1.p/1",
                                 "tile/0/0a0",
                                 "tile/0/+01",
                                 "tile/0/../000",
                                 "tile/0/.p/1",
                                 "tile/0/x/000",
                                 "tile000",
                                 "tile/0x000",
                                 "checkpoint",
                                 "tile/0/x999/x999/x999/x999/x999/x999/x999/x999/x999/999"})
    EXPECT_FALSE(parse_tile_path(text)) << text;
}

TEST(TilePath, tiles_that_no_tree_of_64_bits_has_are_refused) {
  EXPECT_FALSE(parse_tile_path(path({0, largest / 256, 256})));
  EXPECT_FALSE(parse_tile_path(path({0, largest / 256 + 1, 1})));
  EXPECT_FALSE(parse_tile_path("tile/0/x018/x446/x744/x073/x709/x551/616"));
  EXPECT_TRUE(parse_tile_path(path({7, 0, 255})));
  EXPECT_FALSE(parse_tile_path(path({7, 0, 256})));
  EXPECT_FALSE(parse_tile_path(path({7, 1, 1})));
}

TEST(NewTiles, a_tree_of_70000_has_full_and_partial_tiles_on_three_levels) {
  const auto tiles = new_tiles(0, 70000);
  ASSERT_EQ(tiles.size(), 273U + 1 + 1 + 1 + 1);
  for (std::uint64_t i = 0; i < 273; ++i) EXPECT_EQ(tiles[i], (Tile{0, i, 256}));
  EXPECT_THAT(std::vector<Tile>(tiles.begin() + 273, tiles.end()),
              ::testing::ElementsAre(Tile{0, 273, 112}, Tile{1, 0, 256}, Tile{1, 1, 17}, Tile{2, 0, 1}));
}

TEST(NewTiles, a_full_tile_puts_its_hash_on_the_level_above) {
  EXPECT_THAT(new_tiles(0, 255), ::testing::ElementsAre(Tile{0, 0, 255}));
  EXPECT_THAT(new_tiles(0, 256), ::testing::ElementsAre(Tile{0, 0, 256}, Tile{1, 0, 1}));
  EXPECT_THAT(new_tiles(255, 257), ::testing::ElementsAre(Tile{0, 0, 256}, Tile{0, 1, 1}, Tile{1, 0, 1}));
  EXPECT_THAT(new_tiles(256, 257), ::testing::ElementsAre(Tile{0, 1, 1}));
}

TEST(NewTiles, no_growth_makes_no_tile) {
  for (const std::uint64_t size : {0, 1, 256, 70000}) EXPECT_TRUE(new_tiles(size, size).empty());
  EXPECT_TRUE(new_tiles(2, 1).empty());
  EXPECT_EQ(new_tiles(largest - 1, largest), std::vector<Tile>({{0, largest / 256, 255}}));
}

TEST(NewTiles, they_are_what_the_larger_tree_has_and_the_smaller_has_not) {
  for (const std::uint64_t from : {0, 1, 255, 256, 257, 511, 512, 65535, 65536, 65537})
    for (const std::uint64_t more : {0, 1, 2, 255, 256, 257, 700, 65536}) {
      const auto before = new_tiles(0, from);
      std::vector<Tile> expected;
      for (const auto& tile : new_tiles(0, from + more))
        if (std::find(before.begin(), before.end(), tile) == before.end()) expected.push_back(tile);
      EXPECT_EQ(new_tiles(from, from + more), expected) << from << " + " << more;
    }
}

}  // namespace
}  // namespace antin::tlog
