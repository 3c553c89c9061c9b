// A backup while antind is under load, and what it is good for.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "tests/integration/retention/scene.hpp"
#include "tests/support/ledger_copy.hpp"

namespace antin::test {
namespace {

// A client that does one teacher's step after the other until it is told to stop.
class Busy {
 public:
  explicit Busy(Scene& scene) : m_scene(scene), m_thread([this] { work(); }) {}
  ~Busy() { stop(); }
  Busy(const Busy&) = delete;
  Busy& operator=(const Busy&) = delete;
  unsigned stop() {
    m_stop = true;
    if (m_thread.joinable()) m_thread.join();
    return m_done;
  }
  [[nodiscard]] unsigned done() const { return m_done; }

 private:
  void work() {
    try {
      while (!m_stop) {
        m_scene.done("1.busy-" + std::to_string(m_done), "teacher", std::nullopt);
        ++m_done;
      }
    } catch (const std::exception& problem) {
      ADD_FAILURE() << problem.what();
    }
  }
  Scene& m_scene;
  std::atomic<bool> m_stop = false;
  std::atomic<unsigned> m_done = 0;
  std::thread m_thread;
};

void write_over(const std::filesystem::path& from, const std::filesystem::path& to) {
  std::filesystem::remove(to.string() + "-wal");
  std::filesystem::copy_file(from, to, std::filesystem::copy_options::overwrite_existing);
}

TEST(Backup, is_made_under_load_has_an_entry_and_is_no_way_back) {
  Scene scene;
  Busy busy(scene);
  await("work", [&] { return busy.done() >= 5; });
  const auto said = scene.control("backup night-1");
  ASSERT_EQ(said.status, 0) << said.output;
  const auto before = busy.done();
  await("more work", [&] { return busy.done() >= before + 3; });
  busy.stop();

  const auto file = scene.state() / "backups/night-1";
  struct stat status {};
  ASSERT_EQ(::stat(file.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);

  const auto again = scene.control("backup night-1");
  EXPECT_EQ(again.status, 1);
  EXPECT_NE(again.output.find("is there already"), std::string::npos) << again.output;
  EXPECT_EQ(scene.control("backup ../night").status, 1);
  EXPECT_EQ(scene.control("backup .night").status, 1);
  EXPECT_EQ(scene.control("backup").status, 64);

  scene.appliance.stop();
  EXPECT_EQ(LedgerCopy(scene.appliance).entry_types()["backup"], 1U);

  // The files of the log are newer than the backup: it would seal again what has its seal.
  write_over(file, scene.appliance.ledger());
  const auto antind = std::string(ANTIN_BINARY_DIR) + "/bin/antind --config dev/etc/antind.conf";
  const auto refused = scene.tools().run(antind);
  EXPECT_EQ(refused.status, 78) << refused.output;
  EXPECT_NE(refused.output.find("newer than the ledger's last checkpoint"), std::string::npos) << refused.output;
  // On its own it opens as a ledger, and all of it holds.
  const auto alone = scene.tools().run("rm -r dev/log dev/state/log-entries && " + antind + " --rebuild-log-files");
  EXPECT_EQ(alone.status, 0) << alone.output;
  const auto verified = scene.audit_verify("dev/log");
  EXPECT_EQ(verified.status, 0) << verified.output;
}

TEST(Backup, that_a_kill_has_left_half_made_goes_at_the_next_start) {
  const Scene scene;
  scene.appliance.kill("antind");
  const auto left = scene.state() / "backups/night-2+begun";
  std::ofstream(left) << "half";
  static_cast<void>(scene.status());
  EXPECT_FALSE(std::filesystem::exists(left));
}

TEST(Status, says_how_the_log_and_the_programs_are) {
  const Scene scene;
  await("the courier, which nothing waits for", [&] { return scene.status().at("courier") == true; });
  const auto status = scene.status();
  EXPECT_EQ(status.at("origin"), "seal.dev.example/2026");
  EXPECT_EQ(status.at("start"), 1);
  EXPECT_GE(status.at("size"), 1);
  EXPECT_LE(status.at("published"), status.at("size"));
  EXPECT_EQ(status.at("open_intents"), 0);
  EXPECT_FALSE(status.contains("closed"));
  const auto text = scene.control("status").output;
  EXPECT_NE(text.find("log           seal.dev.example/2026\n"), std::string::npos) << text;
  EXPECT_EQ(scene.control("stop").status, 64);
  EXPECT_EQ(
      scene.tools().run("setpriv --reuid 64101 --regid 64100 --clear-groups " + scene.control_command("status")).status,
      75)
      << "another user than control-uid is turned away";
}

}  // namespace
}  // namespace antin::test
