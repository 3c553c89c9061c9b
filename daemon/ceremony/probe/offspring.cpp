#include "daemon/ceremony/probe/offspring.hpp"

#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <stdexcept>

namespace antin::ceremony::probe {
namespace {

constexpr std::size_t longest_message = 8192;

base::Descriptor handle_of(pid_t process) {
  return base::Descriptor(static_cast<int>(::syscall(SYS_pidfd_open, process, 0)));
}

[[noreturn]] void be_the_child(pid_t parent, int socket, const Offspring::Work& work) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(1);
  int status = 1;
  try {
    status = work(socket);
  } catch (...) {
    ::abort();  // a bug; seen as a death by the parent
  }
  ::_exit(status);  // a PKCS#11 module's own destructors are not to be trusted
}

}  // namespace

Offspring::Offspring(const Work& work) {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0) throw std::runtime_error("socketpair");
  m_socket = base::Descriptor(ends[0]);
  base::Descriptor childs(ends[1]);
  const auto parent = ::getpid();
  m_process = ::fork();
  if (m_process < 0) throw std::runtime_error("fork");
  if (m_process == 0) {
    ::close(ends[0]);
    be_the_child(parent, childs.number(), work);
  }
  m_handle = handle_of(m_process);
  if (!m_handle.is_open()) {
    kill();
    throw std::runtime_error("pidfd_open");
  }
}

Offspring::~Offspring() {
  if (m_process > 0) kill();
}

bool Offspring::send(base::ByteView message) const { return send_message(m_socket.number(), message); }

Offspring::Heard Offspring::receive(base::Bytes& message, std::chrono::milliseconds time) const {
  std::array<pollfd, 2> waited{pollfd{m_socket.number(), POLLIN, 0}, pollfd{m_handle.number(), POLLIN, 0}};
  const auto until = std::chrono::steady_clock::now() + time;
  for (;;) {
    message.resize(longest_message);
    const auto got = ::recv(m_socket.number(), message.data(), message.size(), MSG_DONTWAIT);
    if (got > 0) {
      message.resize(static_cast<std::size_t>(got));
      return Heard::message;
    }
    if (got == 0) waited[0].fd = -1;  // it closed its end, and may live on
    if (waited[1].revents != 0) return Heard::end;
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now()).count();
    if (left <= 0) return Heard::nothing;
    if (::poll(waited.data(), waited.size(), static_cast<int>(left)) < 0 && errno != EINTR)
      throw std::runtime_error("poll");
  }
}

Offspring::End Offspring::end_within(std::chrono::milliseconds time) {
  const auto until = std::chrono::steady_clock::now() + time;
  base::Bytes ignored;
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    switch (receive(ignored, std::max(left, std::chrono::milliseconds(0)))) {
      case Heard::end: return reap(false);
      case Heard::nothing: return kill();
      case Heard::message:
      case Heard::unknown: break;
    }
  }
}

Offspring::End Offspring::kill() {
  ::kill(m_process, SIGKILL);
  return reap(true);
}

Offspring::End Offspring::reap(bool killed) {
  End end;
  int status = 0;
  while (::waitpid(m_process, &status, 0) < 0 && errno == EINTR) {
  }
  m_process = -1;
  end.hung = killed && WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
  if (WIFSIGNALED(status) && !end.hung) end.signal = WTERMSIG(status);
  if (WIFEXITED(status)) end.status = WEXITSTATUS(status);
  return end;
}

std::string said_of(const Offspring::End& end) {
  if (end.hung) return "hung";
  if (end.signal != 0) return "died by signal " + std::to_string(end.signal) + " (" + ::strsignal(end.signal) + ")";
  return "ended with status " + std::to_string(end.status);
}

bool send_message(int socket, base::ByteView message) {
  const auto size = std::min(message.size(), longest_message);
  return ::send(socket, message.data(), size, MSG_NOSIGNAL) == static_cast<ssize_t>(size);
}

bool await_message(int socket) {
  std::array<std::uint8_t, 16> message{};
  ssize_t got = -1;
  do {
    got = ::recv(socket, message.data(), message.size(), 0);
  } while (got < 0 && errno == EINTR);
  return got > 0;
}

}  // namespace antin::ceremony::probe
