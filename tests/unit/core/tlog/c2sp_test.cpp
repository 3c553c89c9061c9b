// The examples of the C2SP specifications themselves (github.com/C2SP/C2SP: signed-note.md, tlog-checkpoint.md,
// tlog-cosignature.md, tlog-proof.md, tlog-tiles.md). Where they have no key or leave signatures out, what can be
// checked is that they are read and printed octet by octet. Those of tlog-witness.md are in tests/unit/daemon.
#include <gtest/gtest.h>

#include <map>

#include "core/tlog/proof.hpp"
#include "core/tlog/tile.hpp"

namespace antin::tlog {
namespace {

const std::string quasimodo =
    "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n\n"
    "— quasimodo.example/salvatore "
    "NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n";
const std::string behind_the_sofa =
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
const std::string by_the_log =
    "— example.com/behind-the-sofa "
    "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n";
const std::string by_a_witness =
    "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+"
    "mbIUBkBIfZ+qnA==\n";

TEST(C2sp, the_note_of_signed_note_is_split_at_its_last_blank_line) {
  const auto note = parse_note(quasimodo);
  ASSERT_TRUE(note) << note.error().text;
  EXPECT_EQ(note->text, "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n");
  ASSERT_EQ(note->signatures.size(), 1U);
  EXPECT_EQ(note->signatures[0].name, "quasimodo.example/salvatore");
  EXPECT_EQ(note->signatures[0].id, (KeyId{0x36, 0x7b, 0xa0, 0x4b}));
  EXPECT_EQ(note->signatures[0].signature.size(), 64U);
  EXPECT_EQ(print(*note), quasimodo);
}

TEST(C2sp, the_checkpoint_of_tlog_checkpoint_is_read) {
  const auto note = parse_note(behind_the_sofa + "\n" + by_the_log);
  ASSERT_TRUE(note) << note.error().text;
  const auto checkpoint = parse_checkpoint(note->text);
  ASSERT_TRUE(checkpoint);
  EXPECT_EQ(checkpoint->size, 20852163U);
  EXPECT_EQ(print(*checkpoint), behind_the_sofa);
  EXPECT_EQ(print(*note), behind_the_sofa + "\n" + by_the_log);
}

TEST(C2sp, the_cosigned_checkpoint_of_tlog_cosignature_is_read_with_its_time) {
  const auto note = parse_note(behind_the_sofa + "\n" + by_the_log + by_a_witness);
  ASSERT_TRUE(note) << note.error().text;
  ASSERT_EQ(note->signatures.size(), 2U);
  const auto& cosignature = note->signatures[1].signature;
  ASSERT_EQ(cosignature.size(), 8U + 64U);
  const base::Instant at(std::chrono::seconds(1679315147));
  EXPECT_EQ(base::to_hex(base::ByteView(cosignature).first(8)), "00000000641850cb");
  EXPECT_EQ(base::text(cosignature_message(note->text, at)), "cosignature/v1\ntime 1679315147\n" + behind_the_sofa);
}

// Its signatures are left out in the specification; the lines of tlog-cosignature stand for them. An `extra` line is
// nothing that we write, and so nothing that we read.
TEST(C2sp, the_proof_of_tlog_proof_is_read_but_for_its_extra_line) {
  const std::string title = "c2sp.org/tlog-proof@v1\n";
  const std::string extra = "extra YWdlLXYxLjIuMS1kYXJ3aW4tYXJtNjQudGFyLmd6kYXJ3aW4tYXJ\n";
  const std::string rest =
      "index 73894\n"
      "gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=\n"
      "B95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=\n"
      "EKNzoDWG8LGC0Yp9o+sv3qllpMP9uHQ9B20KNL+Q1zs=\n"
      "RoopEkOdqkYqMB4MJXrbt/hMjOxsVn0IrWjpz1ZMMes=\n"
      "AHCioX9nLjsrse6YhjRRmk1WUEirVOLLRoOQ6vfO5vk=\n"
      "\n"
      "example.com/fancylog\n109482\nsFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=\n\n" +
      by_the_log + by_a_witness;
  const auto proof = parse_proof(title + rest);
  ASSERT_TRUE(proof) << proof.error().text;
  EXPECT_EQ(proof->index, 73894U);
  ASSERT_EQ(proof->path.size(), 5U);
  EXPECT_EQ(base::to_base64(proof->path[4]), "AHCioX9nLjsrse6YhjRRmk1WUEirVOLLRoOQ6vfO5vk=");
  EXPECT_EQ(parse_checkpoint(parse_note(proof->note)->text)->size, 109482U);
  EXPECT_EQ(print(*proof), title + rest);
  EXPECT_FALSE(parse_proof(title + extra + rest));
}

TEST(C2sp, trees_have_the_tiles_that_tlog_tiles_says) {
  EXPECT_EQ(path({0, 1234067, 256}), "tile/0/x001/x234/067");
  // "273 full level 0 tiles, one partial level 0 tile of width 112, one full level 1 tile, one partial level 1 tile of
  // width 17, and one partial level 2 tile of width 1"
  std::map<std::pair<unsigned, unsigned>, int> tiles;  // level, width
  for (const auto& tile : new_tiles(0, 70000)) ++tiles[{tile.level, tile.width}];
  EXPECT_EQ(tiles, (decltype(tiles){{{0, 256}, 273}, {{0, 112}, 1}, {{1, 256}, 1}, {{1, 17}, 1}, {{2, 1}, 1}}));
  // "a tree of size 256 will be represented by a full level 0 tile and a partial level 1 tile of width 1"
  EXPECT_EQ(new_tiles(0, 256), (std::vector<Tile>{{0, 0, 256}, {1, 0, 1}}));
}

}  // namespace
}  // namespace antin::tlog
