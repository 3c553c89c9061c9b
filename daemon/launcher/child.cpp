#include "daemon/launcher/child.hpp"

#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>

#include "core/base/descriptor.hpp"
#include "daemon/launcher/enclosure.hpp"

namespace antin::launcher {
namespace {

constexpr int os_error = 71;  // EX_OSERR of sysexits.h

[[noreturn]] void give_up(const std::string& reason) {
  const std::string line = "antin-launcher: " + reason + "\n";
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, line.data(), line.size());
  ::_exit(os_error);
}

[[noreturn]] void give_up_on_call(const std::string& doing) { give_up(doing + ": " + std::strerror(errno)); }

void redirect(const Program& program) {
  const base::Descriptor nothing(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  const base::Descriptor log(::open(program.log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644));
  if (!log.is_open()) give_up_on_call("open " + program.log.string());
  ::dup2(nothing.number(), STDIN_FILENO);
  ::dup2(log.number(), STDOUT_FILENO);
  ::dup2(log.number(), STDERR_FILENO);
}

void become_user(const Program& program) {
  if (::geteuid() == 0 && ::setgroups(0, nullptr) != 0) give_up_on_call("setgroups");
  if (::setresgid(program.group, program.group, program.group) != 0) give_up_on_call("setresgid");
  if (::setresuid(program.user, program.user, program.user) != 0) give_up_on_call("setresuid");
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) give_up_on_call("no_new_privs");
}

// After the change of user, which clears it (prctl(2)). KILL: a program that hangs must not outlive its launcher.
void die_with(pid_t launcher) {
  if (::prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) give_up_on_call("parent death signal");
  if (::getppid() != launcher) give_up("the launcher has ended");
}

[[noreturn]] void execute(const Program& program, const base::Descriptor& executable) {
  std::string name = program.executable.string();
  std::vector<std::string> arguments = program.arguments;
  std::vector<char*> vector{name.data()};
  for (std::string& argument : arguments) vector.push_back(argument.data());
  vector.push_back(nullptr);
  // By descriptor: the path may run through a folder that this user may not pass.
  ::fexecve(executable.number(), vector.data(), environ);
  give_up_on_call("execute " + name);
}

[[noreturn]] void run_child(const Program& program, pid_t launcher) {
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::setsid();  // Ctrl-C in a terminal is for the launcher, which then ends its programs in good order
  redirect(program);
  const base::Descriptor executable(::open(program.executable.c_str(), O_RDONLY | O_CLOEXEC));
  if (!executable.is_open()) give_up_on_call("open " + program.executable.string());
  if (::unsetenv("SOFTHSM2_CONF") != 0) give_up_on_call("environment");
  if (program.module_configuration && ::setenv("SOFTHSM2_CONF", program.module_configuration->c_str(), 1) != 0) {
    give_up_on_call("environment");
  }
  if (auto enclosed = enclose(program.folder, program.token_folder); !enclosed) give_up(enclosed.error().text);
  if (::chdir("/") != 0) give_up_on_call("chdir");
  become_user(program);
  die_with(launcher);
  execute(program, executable);
}

}  // namespace

base::Result<pid_t> start(const Program& program) {
  const pid_t launcher = ::getpid();
  const pid_t child = ::fork();
  if (child < 0) return base::Error{std::string("fork: ") + std::strerror(errno)};
  if (child == 0) run_child(program, launcher);
  return child;
}

}  // namespace antin::launcher
