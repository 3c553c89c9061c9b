#include "daemon/ceremony/run/credential.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

#include "core/base/descriptor.hpp"
#include "core/base/file.hpp"

extern char** environ;

namespace antin::ceremony {
namespace {

struct Pipe {
  base::Descriptor out;
  base::Descriptor in;
};

base::Result<Pipe> make_pipe() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return base::Error{"no pipe"};
  return Pipe{base::Descriptor(ends[0]), base::Descriptor(ends[1])};
}

// A credential's name stands in the sealed file: another unit's does not open it.
base::Result<pid_t> start(const std::string& name, const std::filesystem::path& to, int input) {
  std::string words[] = {"systemd-creds", "encrypt", "--name=" + name, "-", to.string()};
  char* argv[] = {words[0].data(), words[1].data(), words[2].data(), words[3].data(), words[4].data(), nullptr};
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
  pid_t child = 0;
  const int error = ::posix_spawn(&child, "/usr/bin/systemd-creds", &actions, nullptr, argv, environ);
  ::posix_spawn_file_actions_destroy(&actions);
  if (error != 0) return base::Error{"cannot start systemd-creds"};
  return child;
}

}  // namespace

base::Result<void> seal_credential(const std::string& name, const base::Secret& secret,
                                   const std::filesystem::path& to) {
  const std::filesystem::path made = to.string() + ".new";
  std::error_code ignored;
  std::filesystem::remove(made, ignored);  // of an interrupted try
  auto pipe = make_pipe();
  if (!pipe) return pipe.error();
  const auto child = start(name, made, pipe->out.number());
  if (!child) return child.error();
  const auto octets = secret.expose_secret();  // fits a pipe's buffer: no waiting for the reader
  const bool written = ::write(pipe->in.number(), octets.data(), octets.size()) == static_cast<ssize_t>(octets.size());
  pipe->in = base::Descriptor();
  int status = -1;
  while (::waitpid(*child, &status, 0) < 0 && errno == EINTR) {
  }
  if (!written || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
    return base::Error{"systemd-creds did not seal the PIN"};
  const auto sealed = base::read_file(made, 64 * 1024);
  if (!sealed) return sealed.error();
  std::filesystem::remove(made, ignored);
  return base::write_file_durably(to, *sealed, 0600);
}

}  // namespace antin::ceremony
