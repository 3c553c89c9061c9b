// A real program in a process of its own, which goes with the test: ended by its id, and by the kernel should the test
// end first.
#pragma once

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

namespace antin::test {

class Child {
 public:
  // `log` gets what the program says, standard output and error.
  Child(std::vector<std::string> arguments, const std::filesystem::path& log) : Child(std::move(arguments), log, log) {}
  Child(std::vector<std::string> arguments, const std::filesystem::path& output, const std::filesystem::path& errors) {
    std::vector<char*> argv;
    for (auto& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    const pid_t parent = ::getpid();
    m_process = ::fork();
    if (m_process < 0) throw std::runtime_error("no fork");
    if (m_process != 0) return;
    // Only calls that are safe after a fork of a program with threads.
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::dup2(::open(output.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600), STDOUT_FILENO);
    ::dup2(::open(errors.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600), STDERR_FILENO);
    if (::getppid() == parent) ::execvp(argv[0], argv.data());
    ::_exit(127);
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() { end(SIGKILL); }

  [[nodiscard]] bool is_running() {
    if (m_process > 0 && ::waitpid(m_process, &m_status, WNOHANG) == m_process) m_process = -1;
    return m_process > 0;
  }
  void signal(int signal) const {
    if (m_process > 0) ::kill(m_process, signal);
  }
  // Until it ends by itself: the exit status, or -1 when a signal ended it.
  int wait() { return end(0); }
  // Waits for its end: the exit status, or -1 when a signal ended it.
  int end(int signal) {
    if (m_process > 0) {
      ::kill(m_process, signal);
      ::waitpid(m_process, &m_status, 0);
      m_process = -1;
    }
    return WIFEXITED(m_status) ? WEXITSTATUS(m_status) : -1;
  }

 private:
  pid_t m_process = -1;
  int m_status = -1;
};

}  // namespace antin::test
