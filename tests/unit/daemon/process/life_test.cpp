#include "daemon/process/life.hpp"

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>

#include <csignal>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <string>

#include "tests/unit/daemon/process/scratch.hpp"

namespace antin::process {
namespace {

// Runs `body` in a process of its own, since it changes the process; true when it returned true.
bool in_own_process(const std::function<bool()>& body) {
  const auto child = ::fork();
  if (child == 0) ::_exit(body() ? 0 : 1);
  int status = 0;
  return ::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

rlim_t limit_of(__rlimit_resource_t resource) {
  rlimit limit{};
  ::getrlimit(resource, &limit);
  return limit.rlim_max;
}

TEST(Life, a_hardened_process_dumps_no_core_and_cannot_be_read) {
  EXPECT_TRUE(in_own_process([] {
    return harden(0).ok() && limit_of(RLIMIT_CORE) == 0 && ::prctl(PR_GET_DUMPABLE) == 0 && ::umask(0) == 027;
  }));
}

TEST(Life, a_hardened_process_survives_a_broken_pipe) {
  EXPECT_TRUE(in_own_process([] {
    int ends[2];
    if (!harden(0) || ::pipe(ends) != 0) return false;
    ::close(ends[0]);
    return ::write(ends[1], "x", 1) == -1;
  }));
}

// A sanitizer's shadow needs terabytes of address space, and harden() leaves them alone there.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool has_memory_limit = false;
#else
constexpr bool has_memory_limit = true;
#endif

TEST(Life, the_memory_limit_is_set_when_it_is_not_zero) {
  EXPECT_TRUE(in_own_process([] {
    const auto before = limit_of(RLIMIT_AS);
    if (!harden(0) || limit_of(RLIMIT_AS) != before) return false;
    const auto wanted = std::uint64_t{64} << 40;
    return harden(wanted).ok() && limit_of(RLIMIT_AS) == (has_memory_limit ? wanted : before);
  }));
}

TEST(Life, signals_show_as_what_they_ask_for) {
  EXPECT_TRUE(in_own_process([] {
    auto signals = Signals::watch();
    if (!signals || signals->take() != Signals::Asked::nothing) return false;
    ::raise(SIGHUP);
    pollfd wait{signals->number(), POLLIN, 0};
    if (::poll(&wait, 1, 10'000) != 1 || signals->take() != Signals::Asked::nothing) return false;
    ::raise(SIGTERM);
    if (signals->take() != Signals::Asked::stop) return false;
    ::raise(SIGINT);
    return signals->take() == Signals::Asked::stop;
  }));
}

// What systemd would read.
class NotifySocket {
 public:
  explicit NotifySocket(const std::string& path) : m_descriptor(::socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    if (::bind(m_descriptor.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) std::abort();
    ::setenv("NOTIFY_SOCKET", path.c_str(), 1);
  }
  ~NotifySocket() { ::unsetenv("NOTIFY_SOCKET"); }
  std::string next() {
    char text[256];
    const auto size = ::recv(m_descriptor.number(), text, sizeof text, 0);
    return size < 0 ? "nothing" : std::string(text, static_cast<std::size_t>(size));
  }

 private:
  base::Descriptor m_descriptor;
};

TEST(Life, systemd_hears_of_readiness_the_watchdog_and_the_end) {
  const Scratch scratch;
  NotifySocket systemd(scratch.folder() + "/notify");
  notify_ready("3 systems");
  EXPECT_EQ(systemd.next(), "READY=1\nSTATUS=3 systems");
  notify_alive();
  EXPECT_EQ(systemd.next(), "WATCHDOG=1");
  notify_stopping();
  EXPECT_EQ(systemd.next(), "STOPPING=1");
}

TEST(Life, outside_systemd_nobody_is_told_and_there_is_no_watchdog) {
  notify_ready("x");
  notify_alive();
  EXPECT_FALSE(watchdog_interval());
}

TEST(Life, the_watchdog_wants_a_sign_in_half_its_time) {
  ::setenv("WATCHDOG_USEC", "3000000", 1);
  ::setenv("WATCHDOG_PID", std::to_string(::getpid()).c_str(), 1);
  EXPECT_EQ(watchdog_interval(), std::chrono::milliseconds(1500));
  ::unsetenv("WATCHDOG_USEC");
  ::unsetenv("WATCHDOG_PID");
}

}  // namespace
}  // namespace antin::process
