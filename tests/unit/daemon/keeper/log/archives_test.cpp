#include "daemon/keeper/log/archives.hpp"

#include <gmock/gmock.h>

#include "core/crypto/sha2.hpp"
#include "tests/unit/daemon/keeper/log/log_bench.hpp"

namespace antin::keeper::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class TheArchives : public LogBench {
 protected:
  TheArchives() {
    start();
    append(700);
    checkpoint();
    archives.emplace(folder / "archives", folder / "entries", ledger());
  }
  // As after a kill: nothing in memory is left.
  void restart() {
    open();
    start();
    archives.emplace(folder / "archives", folder / "entries", ledger());
    ASSERT_TRUE(archives->drop_begun());
    ASSERT_TRUE(archives->settle(1000));
    ASSERT_TRUE(ledger().commit());
  }
  Archives::Draft copied(const std::string& name, std::uint64_t from, std::uint64_t to) {
    auto draft = Archives::Draft::begin(*archives, {from, to, false, name}).value();
    while (!draft.has_all())
      if (const auto done = draft.copy_next(); !done) throw std::runtime_error(done.error().text);
    manifest = draft.finish(*log, {log->size(), log->newest()}).value();
    return draft;
  }
  void commit(const Archives::Draft& draft) {
    ASSERT_TRUE(keep_last_archive(ledger(), draft.what()));
    ASSERT_TRUE(ledger().commit());
  }
  [[nodiscard]] bool there(const std::string& name) const { return fs::exists(folder / name); }

  std::optional<Archives> archives;
  base::Sha256Hash manifest{};
};

TEST_F(TheArchives, hold_the_bundles_that_left_the_logs_folder) {
  const auto first = folder.bytes("entries/tile/entries/000");
  commit(copied("2026", 0, 512));
  EXPECT_TRUE(there("entries/tile/entries/000"));
  EXPECT_FALSE(archives->settle(1).value());
  EXPECT_FALSE(there("entries/tile/entries/000"));
  EXPECT_TRUE(there("entries/tile/entries/001"));
  EXPECT_TRUE(archives->settle(1).value());
  ASSERT_TRUE(ledger().commit());
  EXPECT_FALSE(there("entries/tile/entries/001"));
  EXPECT_TRUE(there("entries/tile/entries/002.p/188"));
  EXPECT_TRUE(there("log/tile/0/000")) << "hash tiles stay for ever";
  EXPECT_EQ(folder.bytes("archives/2026/tile/entries/000"), first);
  EXPECT_EQ(last_archive(ledger()).value(), (LastArchive{0, 512, true, "2026"}));
  EXPECT_EQ(manifest, crypto::sha256(folder.bytes("archives/2026/manifest")));
  EXPECT_TRUE(folder.run("cd archives/2026 && tail -n +6 manifest | sha256sum -c")) << folder.text("said");
}

TEST_F(TheArchives, are_not_written_again_when_the_logs_files_are_rebuilt) {
  commit(copied("2026", 0, 512));
  restart();
  fs::remove_all(folder / "log");
  fs::remove_all(folder / "entries");
  ASSERT_TRUE(publisher->publish(0, *ledger().last_checkpoint().value()));
  EXPECT_TRUE(there("log/tile/0/000"));
  EXPECT_TRUE(there("log/tile/0/001"));
  EXPECT_FALSE(there("entries/tile/entries/000"));
  EXPECT_FALSE(there("entries/tile/entries/001"));
  EXPECT_TRUE(there("entries/tile/entries/002.p/188"));
}

TEST_F(TheArchives, that_were_begun_and_not_committed_are_gone_after_a_kill) {
  {
    auto draft = Archives::Draft::begin(*archives, {0, 512, false, "half"}).value();
    ASSERT_TRUE(draft.copy_next());
  }
  static_cast<void>(copied("whole", 0, 512));
  restart();
  EXPECT_TRUE(fs::is_empty(folder / "archives"));
  EXPECT_TRUE(there("entries/tile/entries/000"));
  EXPECT_EQ(last_archive(ledger()).value(), LastArchive{});
}

TEST_F(TheArchives, that_were_committed_are_completed_after_a_kill_at_any_moment) {
  for (const std::uint64_t most : {0, 1, 2}) {
    const auto name = "n" + std::to_string(most);
    const auto from = last_archive(ledger()).value().to;
    append(512);
    checkpoint();
    commit(copied(name, from, from + 512));
    if (most > 0) static_cast<void>(archives->settle(most).value());  // and the word on it is never committed
    restart();
    EXPECT_FALSE(archives->is_taken(name + "+begun"));
    EXPECT_TRUE(there("archives/" + name + "/" + tlog::entries_path(from / 256 + 1, 256)));
    EXPECT_FALSE(there("entries/" + tlog::entries_path(from / 256 + 1, 256)));
    EXPECT_EQ(last_archive(ledger()).value(), (LastArchive{from, from + 512, true, name}));
  }
}

TEST_F(TheArchives, that_were_carried_off_before_they_were_settled_leave_the_logs_own) {
  commit(copied("2026", 0, 512));
  fs::remove_all(folder / "archives/2026+begun");
  restart();
  EXPECT_TRUE(there("entries/tile/entries/000"));
  EXPECT_TRUE(last_archive(ledger()).value().settled);
}

TEST_F(TheArchives, take_no_bundle_that_is_not_what_the_ledger_holds) {
  auto altered = folder.bytes("entries/tile/entries/001");
  altered.at(9) ^= 1;
  folder.write("entries/tile/entries/001", altered);
  auto draft = Archives::Draft::begin(*archives, {0, 512, false, "2026"}).value();
  ASSERT_TRUE(draft.copy_next());
  const auto refused = draft.copy_next();
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().text, HasSubstr("tile/entries/001 is not what the ledger holds"));
}

TEST_F(TheArchives, that_were_altered_do_not_replace_the_logs_own) {
  commit(copied("2026", 0, 512));
  auto altered = folder.bytes("archives/2026+begun/tile/entries/000");
  altered.at(9) ^= 1;
  folder.write("archives/2026+begun/tile/entries/000", altered);
  const auto settled = archives->settle(1000);
  ASSERT_FALSE(settled);
  EXPECT_THAT(settled.error().text, HasSubstr("is not what the log's folder holds"));
  EXPECT_TRUE(there("entries/tile/entries/000"));
}

}  // namespace
}  // namespace antin::keeper::test
