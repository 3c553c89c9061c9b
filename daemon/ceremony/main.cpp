#include <unistd.h>

#include <algorithm>
#include <exception>

#include "daemon/ceremony/commands.hpp"
#include "daemon/process/life.hpp"

namespace {

// A PKCS#11 module's destructors are not to be trusted.
[[noreturn]] void leave(antin::cli::Exit status) {
  std::cout.flush();
  std::cerr.flush();
  ::_exit(static_cast<int>(status));
}

}  // namespace

int main(int argc, char** argv) {
  const auto& program = antin::ceremony::program();
  auto console = antin::cli::terminal(program.name);
  try {
    if (const auto hardened = antin::process::harden(0); !hardened) {
      report(console, antin::cli::local_trouble(hardened.error()));
      leave(antin::cli::Exit::usage);
    }
    leave(antin::cli::run(program, {argv + std::min(argc, 1), argv + argc}, console));
  } catch (const std::exception& bug) {
    report(console, {antin::cli::Exit::usage, "INTERNAL", bug.what()});
    leave(antin::cli::Exit::usage);
  }
}
