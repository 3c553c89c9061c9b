#include "client/cli/without_echo.hpp"

#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>

namespace antin::cli {
namespace {

sigset_t ending_signals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGTSTP}) sigaddset(&set, signal);
  return set;
}

}  // namespace

// ECHO alone: whatever else a serial console is set to stays so. tcsetattr says yes when it changed anything at all.
WithoutEcho::WithoutEcho() {
  if (::tcgetattr(STDIN_FILENO, &m_before) != 0) return;
  auto silent = m_before;
  silent.c_lflag &= ~static_cast<tcflag_t>(ECHO | ECHONL);
  m_changed = ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0;
  termios now{};
  const bool is_silent = ::tcgetattr(STDIN_FILENO, &now) == 0 && (now.c_lflag & ECHO) == 0;
  if (!m_changed || is_silent) return;
  ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_before);
  m_changed = false;
}

WithoutEcho::~WithoutEcho() {
  if (m_changed) ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_before);
}

HeldSignals::HeldSignals() {
  const auto held = ending_signals();
  ::sigprocmask(SIG_BLOCK, &held, &m_before);
  m_arrived = base::Descriptor(::signalfd(-1, &held, SFD_CLOEXEC));
}

HeldSignals::~HeldSignals() { ::sigprocmask(SIG_SETMASK, &m_before, nullptr); }

// A signal is looked at, not taken: it is delivered when it is held no more.
bool HeldSignals::wait_for_line() const {
  if (!m_arrived.is_open()) return false;
  pollfd both[] = {{STDIN_FILENO, POLLIN, 0}, {m_arrived.number(), POLLIN, 0}};
  while (::poll(both, 2, -1) < 0)
    if (errno != EINTR) return false;
  return both[1].revents == 0;
}

void drop_typed_ahead() { ::tcflush(STDIN_FILENO, TCIFLUSH); }

}  // namespace antin::cli
