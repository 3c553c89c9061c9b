#include <unistd.h>

#include <algorithm>
#include <exception>

#include "policy/cli/commands.hpp"

namespace {

// Threads of a PKCS#11 module may still run: exit() would pull the ground from under them.
[[noreturn]] void leave(antin::cli::Exit status) {
  std::cout.flush();
  std::cerr.flush();
  ::_exit(static_cast<int>(status));
}

}  // namespace

int main(int argc, char** argv) {
  const auto& program = antin::policy::cli::program();
  auto console = antin::cli::terminal(program.name);
  try {
    leave(antin::cli::run(program, {argv + std::min(argc, 1), argv + argc}, console));
  } catch (const std::exception& bug) {
    report(console, {antin::cli::Exit::usage, "INTERNAL", bug.what()});
    leave(antin::cli::Exit::usage);
  }
}
