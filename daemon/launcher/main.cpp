#include <cstdio>
#include <filesystem>
#include <system_error>

#include "daemon/launcher/program.hpp"
#include "daemon/launcher/supervisor.hpp"
#include "daemon/process/logging.hpp"

namespace {

constexpr int usage = 64, configuration = 78;  // sysexits.h

}  // namespace

// Where systemd is missing: starts the programs of a folder that antin-keys-dev made. For development and tests alone.
int main(int argc, char** argv) {
  if (argc != 2 || argv[1][0] == '-') {
    std::fputs(
        "usage: antin-launcher FOLDER\n\n"
        "Starts a program for each FOLDER/etc/*.conf, each with a uid of its own and its token read-only, and starts\n"
        "again those that end, until SIGTERM or SIGINT. FOLDER is one that antin-keys-dev made. For development and\n"
        "tests: an appliance uses the units of systemd.\n",
        stderr);
    return usage;
  }
  antin::process::start_logging("antin-launcher", true);
  std::error_code error;
  const auto folder = std::filesystem::canonical(argv[1], error);
  if (error) {
    antin::process::log_error(std::string(argv[1]) + ": " + error.message());
    return configuration;
  }
  const auto binaries = std::filesystem::read_symlink("/proc/self/exe").parent_path();
  auto programs = antin::launcher::programs_of(folder, binaries);
  if (!programs) {
    antin::process::log_error(programs.error().text);
    return configuration;
  }
  std::filesystem::create_directories(folder / "run");
  std::filesystem::create_directories(folder / "logs");
  return antin::launcher::Supervisor(std::move(programs).value()).run();
}
