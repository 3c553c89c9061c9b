#include <unistd.h>

#include <exception>

#include "client/cli/command.hpp"

namespace {

// Threads of a PKCS#11 module may still run: exit() would pull the ground from under them.
[[noreturn]] void leave(antin::cli::Exit status) {
  std::cout.flush();
  std::cerr.flush();
  ::_exit(static_cast<int>(status));
}

}  // namespace

int main(int argc, char** argv) {
  auto console = antin::cli::terminal();
  try {
    leave(antin::cli::run({argv + std::min(argc, 1), argv + argc}, console));
  } catch (const std::exception& bug) {
    report(console, {antin::cli::Exit::temporary, "INTERNAL", bug.what()});
    leave(antin::cli::Exit::temporary);
  }
}
