// Archives of a running log, verified with the auditor's command; and antind killed while one is made.
#include <gtest/gtest.h>

#include <random>

#include "core/tlog/tile.hpp"
#include "tests/integration/retention/scene.hpp"
#include "tests/support/child.hpp"
#include "tests/support/ledger_copy.hpp"

namespace antin::test {
namespace {

namespace fs = std::filesystem;

TEST(Archive, of_a_running_log_proves_itself_and_its_entry_says_which_manifest) {
  Scene scene;
  const auto early = scene.control("archive --before 512 --to early");
  EXPECT_EQ(early.status, 1);
  EXPECT_NE(early.output.find("nothing to archive"), std::string::npos) << early.output;
  scene.make_denials(560);
  const auto said = scene.control("archive --before 400 --to first");
  ASSERT_EQ(said.status, 0) << said.output;
  EXPECT_NE(said.output.find("archive first holds the entries from 0 up to 255"), std::string::npos) << said.output;
  EXPECT_EQ(scene.control("archive --before 1000 --to first").status, 1) << "the name is taken";
  ASSERT_EQ(scene.control("archive --before 1000 --to second").status, 0);
  EXPECT_EQ(scene.status().at("archived"), 512);

  for (const auto* name : {"first", "second"}) {
    const auto verified = scene.audit_verify(std::string("dev/state/archives/") + name);
    EXPECT_EQ(verified.status, 0) << verified.output;
  }
  EXPECT_FALSE(fs::exists(scene.state() / "log-entries/tile/entries/000"));
  EXPECT_TRUE(fs::exists(scene.appliance.folder().path() / "log/tile/0/000"));
  const auto log = scene.audit_verify("dev/log");
  EXPECT_EQ(log.status, 0) << log.output;

  scene.appliance.stop();
  const LedgerCopy ledger(scene.appliance);
  EXPECT_EQ(ledger.entry_types()["archive"], 2U);
  const auto sum = scene.tools().run("sha256sum <dev/state/archives/second/manifest").output.substr(0, 64);
  bool is_said = false;
  for (std::uint64_t index = 0; const auto entry = ledger.entry(index); ++index)
    is_said = is_said || base::text(*entry).find("\"manifest\":\"sha256:" + sum) != std::string_view::npos;
  EXPECT_TRUE(is_said);

  const auto altered = scene.tools().run("sed -i 's/NO_GRANT/NO_GRAIN/' dev/state/archives/second/tile/entries/001");
  ASSERT_EQ(altered.status, 0);
  const auto refused = scene.audit_verify("dev/state/archives/second");
  EXPECT_EQ(refused.status, 1);
  EXPECT_NE(refused.output.find("tile/entries/001: expected SHA-256"), std::string::npos) << refused.output;
}

// Whatever the moment: the archive is whole and the bundles are in it alone, or it is not there and they are where they
// were.
TEST(Archive, is_all_or_nothing_through_kills) {
  Scene scene;
  scene.make_denials(580);
  std::mt19937 random(20261125);
  std::uniform_int_distribution<int> moment(0, 60);
  const auto log = scene.tools().path() / "control.log";
  int made = 0;
  for (int round = 0; round < 12; ++round) {
    const auto before = scene.status().at("archived").get<std::uint64_t>();
    const auto name = "n" + std::to_string(round);
    {
      Child command(
          {std::string(ANTIN_BINARY_DIR) + "/bin/antin-control", "archive", "--before", std::to_string(before + 256),
           "--to", name, "--config", (scene.appliance.folder().path() / "antin-control.conf").string()},
          log);
      std::this_thread::sleep_for(std::chrono::milliseconds(moment(random)));  // the moment is the test's matter
      scene.appliance.kill("antind");
    }
    const auto after = scene.status().at("archived").get<std::uint64_t>();
    const auto bundle = tlog::entries_path(before / 256, 256);
    const auto archive = scene.state() / "archives" / name;
    EXPECT_FALSE(fs::exists(archive.string() + "+begun"));
    EXPECT_EQ(fs::exists(archive), after > before);
    const auto own = scene.state() / "log-entries" / bundle;
    if (after == before) {
      EXPECT_TRUE(await(bundle, [&] { return fs::exists(own); }));  // it may be published only now
    } else {
      EXPECT_FALSE(fs::exists(own)) << bundle;
      ++made;
      const auto verified = scene.audit_verify("dev/state/archives/" + name);
      EXPECT_EQ(verified.status, 0) << verified.output;
      scene.make_denials(256);
    }
  }
  RecordProperty("archives_made_in_spite_of_the_kill", made);
  EXPECT_EQ(scene.audit_verify("dev/log").status, 0);
}

}  // namespace
}  // namespace antin::test
