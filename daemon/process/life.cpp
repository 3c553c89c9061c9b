#include "daemon/process/life.hpp"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <systemd/sd-daemon.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <system_error>

namespace antin::process {
namespace {

base::Error failure(const std::string& what) { return {what + ": " + std::generic_category().message(errno)}; }

base::Result<void> limit(int resource, const std::string& name, rlim_t value) {
  const rlimit both{value, value};
  if (::setrlimit(static_cast<__rlimit_resource_t>(resource), &both) != 0) return failure("cannot set " + name);
  return {};
}

sigset_t watched_signals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&set, signal);
  return set;
}

}  // namespace

base::Result<void> harden(std::uint64_t memory_limit_bytes) {
  if (auto done = limit(RLIMIT_CORE, "RLIMIT_CORE", 0); !done) return done;
  // Also keeps other processes of the same user from reading this one's memory.
  if (::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) return failure("cannot become undumpable");
  ::umask(027);
  // A peer that goes away shows as EPIPE where it is written to.
  if (std::signal(SIGPIPE, SIG_IGN) == SIG_ERR) return failure("cannot ignore SIGPIPE");
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  memory_limit_bytes = 0;  // a sanitizer reserves terabytes of address space for its shadow
#endif
  if (memory_limit_bytes == 0) return {};
  return limit(RLIMIT_AS, "RLIMIT_AS", memory_limit_bytes);
}

base::Result<Signals> Signals::watch() {
  const auto set = watched_signals();
  if (const int failed = ::pthread_sigmask(SIG_BLOCK, &set, nullptr); failed != 0) {
    errno = failed;
    return failure("cannot block signals");
  }
  base::Descriptor descriptor(::signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC));
  if (!descriptor.is_open()) return failure("no signalfd");
  return Signals(std::move(descriptor));
}

Signals::Asked Signals::take() {
  signalfd_siginfo info{};
  ssize_t size = 0;
  do {
    size = ::read(m_descriptor.number(), &info, sizeof info);
  } while (size < 0 && errno == EINTR);
  if (size != sizeof info) return Asked::nothing;
  switch (static_cast<int>(info.ssi_signo)) {
    case SIGTERM:
    case SIGINT: return Asked::stop;
    default: return Asked::nothing;
  }
}

void notify_ready(const std::string& status) { ::sd_notifyf(0, "READY=1\nSTATUS=%s", status.c_str()); }
void notify_stopping() { ::sd_notify(0, "STOPPING=1"); }

std::optional<std::chrono::milliseconds> watchdog_interval() {
  std::uint64_t microseconds = 0;
  if (::sd_watchdog_enabled(0, &microseconds) <= 0) return std::nullopt;
  return std::chrono::milliseconds(microseconds / 2000);
}

void notify_alive() { ::sd_notify(0, "WATCHDOG=1"); }

void turn_until_stopped(Signals& signals, const std::function<void(int wake, std::chrono::milliseconds most)>& turn) {
  constexpr std::chrono::milliseconds longest_turn{1000};
  const auto most = std::min(longest_turn, watchdog_interval().value_or(longest_turn));
  while (signals.take() != Signals::Asked::stop) {
    turn(signals.number(), most);
    notify_alive();
  }
  notify_stopping();
}

}  // namespace antin::process
