#include <cstring>

#include "tests/unit/daemon/keeper/log/log_bench.hpp"

namespace antin::keeper::test {
namespace {

namespace fs = std::filesystem;
using TheLog = LogBench;

TEST_F(TheLog, of_an_empty_ledger_has_nothing_to_sign) {
  start();
  EXPECT_TRUE(log->is_up_to_date());
  EXPECT_FALSE(log->next_to_sign());
}

TEST_F(TheLog, signs_what_the_ledger_holds_and_publishes_it) {
  start();
  append(3);
  checkpoint();
  EXPECT_EQ(published(), (tlog::Checkpoint{origin, 3, *ledger().root()}));
  EXPECT_EQ(log->size(), 3U);
  EXPECT_TRUE(log->is_up_to_date());
}

TEST_F(TheLog, has_one_checkpoint_under_way_at_a_time) {
  start();
  append(1);
  const auto first = log->next_to_sign();
  ASSERT_TRUE(first);
  append(5);
  EXPECT_FALSE(log->next_to_sign());
  ASSERT_TRUE(log->take(key.sign(*first)));
  log->publish();
  EXPECT_EQ(log->size(), 1U);
  EXPECT_TRUE(log->next_to_sign());
}

TEST_F(TheLog, takes_no_signature_that_does_not_hold_and_tries_again_when_told) {
  start();
  append(1);
  ASSERT_TRUE(log->next_to_sign());
  EXPECT_FALSE(log->take(key.sign("another text\n")));
  log->publish();
  EXPECT_EQ(log->size(), 0U);
  EXPECT_FALSE(log->next_to_sign());
  log->retry();
  checkpoint();
  EXPECT_EQ(log->size(), 1U);
}

TEST_F(TheLog, tries_again_after_a_failure_when_told) {
  start();
  append(1);
  ASSERT_TRUE(log->next_to_sign());
  log->signing_failed();
  EXPECT_FALSE(log->next_to_sign());
  log->retry();
  EXPECT_TRUE(log->next_to_sign());
}

TEST_F(TheLog, proves_every_entry_by_the_first_checkpoint_that_covers_it) {
  start();
  for (int batch = 0; batch < 20; ++batch) {
    append(31);
    checkpoint();
  }
  for (std::uint64_t index = 0; index < 620; ++index) {
    const auto proof = tlog::parse_proof(log->proof_of(index));
    ASSERT_TRUE(proof);
    const auto leaf = tlog::leaf_hash(**ledger().entry(index));
    const auto held = tlog::verify(*proof, leaf, key.verifier());
    ASSERT_TRUE(held) << held.error().text;
    EXPECT_EQ(held->size, (index / 31 + 1) * 31);
  }
}

TEST_F(TheLog, proves_that_it_only_grew) {
  start();
  append(100);
  checkpoint();
  const auto before = published();
  append(500);
  checkpoint();
  EXPECT_TRUE(tlog::verify_consistency(100, before.root, 600, published().root, log->consistency(100, 600)));
}

TEST_F(TheLog, publishes_tiles_that_rehash_to_the_checkpoint) {
  start();
  append(300);
  checkpoint();
  append(400);
  checkpoint();
  tlog::Tree tree(700, [&](const tlog::Tile& tile) -> base::Result<tlog::Path> {
    const auto bytes = folder.bytes("log/" + path(tile));
    tlog::Path hashes(tile.width);
    if (bytes.size() != tile.width * sizeof hashes[0]) return base::Error{"a tile of another size"};
    std::memcpy(hashes.data(), bytes.data(), bytes.size());
    return hashes;
  });
  EXPECT_EQ(*tree.root(), published().root);
  EXPECT_FALSE(fs::exists(folder / "log/tile/0/001.p"));  // it is full now
  EXPECT_TRUE(fs::exists(folder / "log/tile/0/002.p/188"));
  EXPECT_TRUE(fs::exists(folder / "log/tile/1/000.p/2"));
}

TEST_F(TheLog, publishes_entries_apart_from_hashes) {
  start();
  append(2);
  checkpoint();
  const auto bundle = folder.bytes("entries/tile/entries/000.p/2");
  EXPECT_EQ(base::text(bundle), std::string("\0\7{\"n\":0}\0\7{\"n\":1}", 18));
  EXPECT_FALSE(fs::exists(folder / "log/tile/entries"));
}

TEST_F(TheLog, publishes_after_a_kill_what_was_kept_and_not_published) {
  start();
  append(3);
  const auto text = log->next_to_sign();
  ASSERT_TRUE(ledger().keep_checkpoint(*log->take(key.sign(*text)), second(9)));
  ASSERT_TRUE(ledger().commit());
  open();  // before publish() was called
  start();
  EXPECT_EQ(log->size(), 0U);
  log->publish();
  EXPECT_EQ(published().size, 3U);
}

TEST_F(TheLog, files_that_are_lost_are_written_again) {
  start();
  append(300);
  checkpoint();
  fs::remove_all(folder / "log");
  open();
  start();
  log->publish();
  EXPECT_EQ(published().size, 300U);
  EXPECT_EQ(folder.bytes("log/tile/0/000").size(), 256U * 32);
}

TEST_F(TheLog, does_not_overwrite_a_file_that_was_altered) {
  start();
  append(300);
  checkpoint();
  {
    auto altered = folder.bytes("log/tile/0/000");
    altered[5] ^= 1;
    ASSERT_TRUE(base::write_file_durably(folder / "log/tile/0/000", altered));
  }
  const auto last = ledger().last_checkpoint().value();
  const auto rebuilt = publisher->publish(0, *last);
  ASSERT_FALSE(rebuilt);
  EXPECT_NE(rebuilt.error().text.find("tile/0/000 is not what the ledger holds"), std::string::npos);
}

TEST_F(TheLog, that_cannot_be_written_fails) {
  start();
  append(3);
  const auto text = log->next_to_sign();
  ASSERT_TRUE(log->take(key.sign(*text)));
  folder.must_run("touch log");  // a file where the folder must be
  EXPECT_THROW(log->publish(), LogFailure);
  EXPECT_EQ(log->size(), 0U);
}

}  // namespace
}  // namespace antin::keeper::test
