#include "daemon/launcher/supervisor.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <functional>
#include <thread>

#include "tests/unit/daemon/launcher/folder.hpp"

namespace antin::launcher {
namespace {

constexpr uid_t some_user = 64103;
constexpr gid_t some_group = 64100;

bool comes_true(const std::function<bool()>& condition) {
  for (int i = 0; i < 1500; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return false;
}

// A process that ended may stay a zombie for as long as process 1 does not care.
bool lives(pid_t id) {
  std::ifstream stream("/proc/" + std::to_string(id) + "/stat");
  const std::string facts{std::istreambuf_iterator<char>(stream), {}};
  const auto name_end = facts.rfind(") ");
  return name_end != std::string::npos && facts.at(name_end + 2) != 'Z';
}

// Runs a supervisor in a process of its own, as the launcher does.
class Launched : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(::geteuid(), 0U) << "changing users and mounting needs root"; }
  void TearDown() override {
    if (m_supervisor > 0) {
      ::kill(m_supervisor, SIGTERM);
      ::waitpid(m_supervisor, nullptr, 0);
    }
  }

  Program shell(const std::string& command, uid_t user = some_user) const {
    Program program;
    program.name = "shell";
    program.executable = "/bin/sh";
    program.arguments = {"-c", command};
    program.user = user;
    program.group = user == 0 ? 0 : some_group;
    program.folder = m_folder.path();
    program.log = m_folder.path() / "logs" / "shell.log";
    program.pid_file = m_folder.path() / "run" / "shell.pid";
    return program;
  }
  void launch(const Program& program) { launch(std::vector{program}); }
  void launch(const std::vector<Program>& programs) {
    m_supervisor = ::fork();
    ASSERT_GE(m_supervisor, 0);
    if (m_supervisor == 0) ::_exit(Supervisor(programs).run());
  }
  int status_of_supervisor() {
    int status = 0;
    ::waitpid(std::exchange(m_supervisor, 0), &status, 0);
    return status;
  }
  [[nodiscard]] pid_t program_id() const {
    const std::string text = m_folder.read("run/shell.pid");
    return text.empty() ? 0 : static_cast<pid_t>(std::stol(text));
  }
  pid_t wait_for_program() {
    EXPECT_TRUE(comes_true([this] { return program_id() != 0; }));
    return program_id();
  }
  bool logs(const std::string& text) {
    return comes_true([&] { return m_folder.read("logs/shell.log").find(text) != std::string::npos; });
  }

  Folder m_folder;
  pid_t m_supervisor = 0;
};

TEST_F(Launched, a_program_that_is_killed_is_started_again) {
  launch(shell("exec sleep 600"));
  const pid_t first = wait_for_program();
  ::kill(first, SIGKILL);
  EXPECT_TRUE(comes_true([&] { return program_id() != 0 && program_id() != first; }));
}

TEST_F(Launched, a_stop_ends_the_programs_and_removes_their_pid_files) {
  launch(shell("exec sleep 600"));
  const pid_t program = wait_for_program();
  ::kill(m_supervisor, SIGTERM);
  EXPECT_EQ(status_of_supervisor(), 0);
  EXPECT_FALSE(lives(program));
  EXPECT_EQ(program_id(), 0);
}

TEST_F(Launched, a_stop_ends_the_programs_in_their_turn) {
  auto later = shell("echo ready; trap 'echo later; exit' TERM; sleep 600 & wait");
  later.ends = 1;
  later.pid_file = m_folder.path() / "run" / "later.pid";
  launch({later, shell("echo ready; trap 'sleep 0.3; echo sooner; exit' TERM; sleep 600 & wait")});
  ASSERT_TRUE(logs("ready\nready\n"));
  ::kill(m_supervisor, SIGTERM);
  EXPECT_EQ(status_of_supervisor(), 0);
  EXPECT_TRUE(logs("ready\nready\nsooner\nlater\n")) << m_folder.read("logs/shell.log");
}

TEST_F(Launched, a_program_dies_with_a_launcher_that_is_killed) {
  launch(shell("echo ready; exec sleep 600"));
  const pid_t program = wait_for_program();
  ASSERT_TRUE(logs("ready"));
  ::kill(m_supervisor, SIGKILL);
  status_of_supervisor();
  EXPECT_TRUE(comes_true([&] { return !lives(program); }));
}

TEST_F(Launched, a_configuration_error_of_a_program_ends_the_launcher_with_its_status) {
  launch(shell("exit 78"));
  EXPECT_EQ(WEXITSTATUS(status_of_supervisor()), 78);
}

TEST_F(Launched, a_temporary_error_of_a_program_does_not) {
  launch(shell("echo again; exit 75"));
  EXPECT_TRUE(logs("again\nagain\n"));
  EXPECT_TRUE(lives(m_supervisor));
}

TEST_F(Launched, a_program_is_its_user_without_other_groups_or_privileges) {
  launch(shell("id -u; id -G; grep -E 'NoNewPrivs|CapEff' /proc/self/status; exec sleep 600"));
  EXPECT_TRUE(logs("64103\n64100\nCapEff:\t0000000000000000\nNoNewPrivs:\t1\n")) << m_folder.read("logs/shell.log");
}

TEST_F(Launched, a_program_reaches_its_folder_below_one_that_is_closed_to_it) {
  std::ofstream(m_folder.path() / "etc" / "note") << "within reach\n";
  launch(shell("cat " + (m_folder.path() / "etc" / "note").string() + "; exec sleep 600"));
  EXPECT_TRUE(logs("within reach")) << m_folder.read("logs/shell.log");
}

TEST_F(Launched, even_root_cannot_write_the_token_folder_that_others_still_can) {
  const auto file = m_folder.path() / "tokens" / "object";
  Program program = shell("touch " + file.string() + " || echo refused; exec sleep 600", 0);
  program.token_folder = m_folder.path() / "tokens";
  launch(program);
  EXPECT_TRUE(logs("Read-only file system\nrefused")) << m_folder.read("logs/shell.log");
  std::ofstream(file) << "outside";
  EXPECT_EQ(m_folder.read("tokens/object"), "outside");
}

TEST_F(Launched, the_token_configuration_is_in_the_environment_of_signers_alone) {
  ::setenv("SOFTHSM2_CONF", "/elsewhere", 1);
  launch(shell("echo \"has [$SOFTHSM2_CONF]\"; exec sleep 600"));
  EXPECT_TRUE(logs("has []"));
  ::kill(m_supervisor, SIGTERM);
  status_of_supervisor();
  Program signer = shell("echo \"has [$SOFTHSM2_CONF]\"; exec sleep 600");
  signer.module_configuration = "/token.conf";
  launch(signer);
  EXPECT_TRUE(logs("has [/token.conf]"));
}

}  // namespace
}  // namespace antin::launcher
