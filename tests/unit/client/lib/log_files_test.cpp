#include "client/lib/log_files.hpp"

#include <gmock/gmock.h>

#include "tests/support/fake_log.hpp"
#include "tests/support/scratch.hpp"

namespace antin::client {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::StartsWith;

// Three levels, all with a full and a partial tile but the uppermost: 70000 = 65536 + 17 * 256 + 112.
const FakeLog& large() {
  static const FakeLog log(70000);
  return log;
}

class LogFiles : public testing::Test {
 protected:
  void publish(const FakeLog& log) { log.write_files(folder()); }
  [[nodiscard]] fs::path folder() const { return m_scratch / "log"; }
  [[nodiscard]] std::string fault(const FakeLog& log = large()) const {
    const auto verified = verify_log_files(folder(), std::nullopt, log.trust());
    return verified ? "" : verified.error().text;
  }
  void damage(const std::string& name, const std::function<void(base::Bytes&)>& change) const {
    auto content = base::read_file(folder() / name, 1 << 20).value();
    change(content);
    ASSERT_TRUE(base::write_file_durably(folder() / name, content).ok());
  }
  void flip(const std::string& name, std::size_t at) const {
    damage(name, [&](auto& content) { content.at(at) ^= 1; });
  }
  Scratch m_scratch;
};

TEST_F(LogFiles, whole_logs_of_all_shapes_verify) {
  for (const std::uint64_t size : {0, 1, 2, 255, 256, 257, 511, 512, 1000}) {
    const FakeLog log(size);
    fs::remove_all(folder());
    publish(log);
    const auto verified = verify_log_files(folder(), std::nullopt, log.trust());
    ASSERT_TRUE(verified.ok()) << size << ": " << verified.error().text;
    EXPECT_EQ(verified->checkpoint.checkpoint.size, size);
    EXPECT_EQ(verified->tiles, tlog::new_tiles(0, size).size());
    EXPECT_EQ(verified->entries, size);
  }
}

TEST_F(LogFiles, a_flipped_bit_is_found_in_the_file_where_it_is_at_each_level) {
  publish(large());
  ASSERT_EQ(fault(), "");
  for (const std::string name : {"tile/0/000", "tile/0/255", "tile/0/272", "tile/1/000"}) {
    flip(name, 33);
    EXPECT_THAT(fault(), StartsWith(name + ": expected hashes that make "));
    flip(name, 33);
  }
  // The right edge, which the root vouches for: what is below tells which of its tiles it is, but for the last one.
  flip("tile/2/000.p/1", 31);
  EXPECT_THAT(fault(), StartsWith("tile/2/000.p/1: expected hash 0 to be what tile/1/000 makes, "));
  flip("tile/2/000.p/1", 31);
  flip("tile/1/001.p/17", 16 * 32);
  EXPECT_THAT(fault(), StartsWith("tile/1/001.p/17: expected hash 16 to be what tile/0/272 makes, "));
  flip("tile/1/001.p/17", 16 * 32);
  flip("tile/0/273.p/112", 31);
  EXPECT_THAT(fault(), StartsWith("checkpoint: expected the root that "));
  EXPECT_THAT(fault(), HasSubstr("tile/0/273.p/112"));
  flip("tile/0/273.p/112", 31);
  EXPECT_EQ(fault(), "");
}

TEST_F(LogFiles, a_missing_tile_is_named_at_each_level) {
  publish(large());
  for (const std::string name : {"tile/0/000", "tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1"}) {
    fs::rename(folder() / name, m_scratch / "aside");
    EXPECT_EQ(fault(), name + ": the file is missing, and a log of 70000 entries has it");
    fs::rename(m_scratch / "aside", folder() / name);
  }
}

TEST_F(LogFiles, a_tile_that_is_cut_or_too_long_is_named_with_its_size) {
  publish(large());
  damage("tile/0/007", [](auto& content) { content.pop_back(); });
  EXPECT_EQ(fault(), "tile/0/007: expected 8192 octets, found 8191");
  damage("tile/0/007", [](auto& content) { content.erase(content.end() - 31, content.end()); });
  EXPECT_EQ(fault(), "tile/0/007: expected 8192 octets, found 8160");
  damage("tile/0/007", [](auto& content) { content.resize(9000); });
  EXPECT_THAT(fault(), HasSubstr("tile/0/007"));
}

TEST_F(LogFiles, older_partial_tiles_must_agree_with_what_they_became) {
  const FakeLog log(600);
  publish(log);
  const auto full = base::read_file(folder() / "tile/0/001", 8192).value();
  fs::create_directories(folder() / "tile/0/001.p");
  ASSERT_TRUE(base::write_file_durably(folder() / "tile/0/001.p/3", base::ByteView(full).first(96)).ok());
  EXPECT_EQ(verify_log_files(folder(), std::nullopt, log.trust()).value().older, 1U);
  flip("tile/0/001.p/3", 64);
  EXPECT_THAT(fault(log), StartsWith("tile/0/001.p/3: expected hash 2 to be "));
}

TEST_F(LogFiles, tiles_may_be_ahead_of_the_checkpoint_but_not_against_it) {
  FakeLog log(300);
  publish(log);
  const auto checkpoint = base::read_file(folder() / "checkpoint", 4096).value();
  log.grow(300);
  fs::remove(folder() / "tile/0/001.p/44");
  publish(log);
  ASSERT_TRUE(base::write_file_durably(folder() / "checkpoint", checkpoint).ok());
  EXPECT_EQ(fault(log), "");
  flip("tile/0/001", 0);
  EXPECT_THAT(fault(log), StartsWith("checkpoint: expected the root that "));
}

TEST_F(LogFiles, a_checkpoint_with_another_root_signature_or_key_is_refused) {
  const FakeLog log(300), stranger(300);
  publish(log);
  damage("checkpoint", [](auto& content) { content[content.size() - 10] ^= 1; });
  EXPECT_THAT(fault(log), StartsWith("checkpoint: "));
  publish(log);
  EXPECT_THAT(fault(stranger), StartsWith("checkpoint: "));
  const auto text = print(tlog::Checkpoint{log.key.vkey().name, 300, {}});
  const auto forged = print(tlog::Note{text, {log.key.sign(text)}});
  ASSERT_TRUE(base::write_file_durably(folder() / "checkpoint", base::view(forged)).ok());
  EXPECT_THAT(fault(log), StartsWith("checkpoint: expected the root that tile/1/000.p/1, tile/0/001.p/44 make, "));
  fs::remove(folder() / "checkpoint");
  EXPECT_THAT(fault(log), StartsWith("checkpoint: cannot open"));
}

TEST_F(LogFiles, a_shorter_log_under_its_own_checkpoint_verifies_and_so_only_a_follower_sees_a_rollback) {
  FakeLog log(300);
  publish(log);
  ASSERT_TRUE(base::write_file_durably(folder() / "checkpoint", base::view(log.note(200))).ok());
  EXPECT_EQ(fault(log), "");
}

TEST_F(LogFiles, an_entry_that_was_altered_swapped_or_cut_is_found) {
  const FakeLog log(300);
  publish(log);
  flip("tile/entries/000", 5);
  EXPECT_THAT(fault(log), StartsWith("tile/entries/000: expected entry 0 with leaf hash "));
  flip("tile/entries/000", 5);
  damage("tile/entries/001.p/44", [](auto& content) { content.pop_back(); });
  EXPECT_EQ(fault(log), "tile/entries/001.p/44: expected entry 299 to be whole, found the file's end");
  fs::remove(folder() / "tile/entries/001.p/44");
  EXPECT_EQ(fault(log), "tile/entries/001.p/44: the file is missing, and a log of 300 entries has it");
}

TEST_F(LogFiles, the_first_bundles_may_be_archived_and_that_is_told_but_none_after_them) {
  const FakeLog log(1000);
  publish(log);
  fs::remove(folder() / "tile/entries/000");
  fs::remove(folder() / "tile/entries/001");
  const auto verified = verify_log_files(folder(), std::nullopt, log.trust());
  ASSERT_TRUE(verified) << verified.error().text;
  EXPECT_EQ(verified->first_entry, 512U);
  EXPECT_EQ(verified->entries, 488U);
  publish(log);
  fs::remove(folder() / "tile/entries/001");
  EXPECT_EQ(fault(log), "tile/entries/001: the file is missing, and a log of 1000 entries has it");
}

TEST_F(LogFiles, bundles_may_be_in_a_folder_of_their_own) {
  const FakeLog log(300);
  publish(log);
  fs::create_directories(m_scratch / "full/tile");
  fs::rename(folder() / "tile/entries", m_scratch / "full/tile/entries");
  EXPECT_EQ(verify_log_files(folder(), std::nullopt, log.trust()).value().entries, 0U);
  EXPECT_EQ(verify_log_files(folder(), m_scratch / "full", log.trust()).value().entries, 300U);
  EXPECT_FALSE(verify_log_files(folder(), m_scratch / "nothing", log.trust()).ok());
}

}  // namespace
}  // namespace antin::client
