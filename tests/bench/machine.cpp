#include "tests/bench/machine.hpp"

#include <sys/utsname.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <thread>

#include "tests/bench/raw_rate.hpp"

namespace antin::bench {
namespace {

std::string first_line(const char* file) {
  std::ifstream in(file);
  std::string line;
  std::getline(in, line);
  return line;
}

std::string processor() {
  std::ifstream in("/proc/cpuinfo");
  for (std::string line; std::getline(in, line);)
    if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
  return "unknown";
}

std::string kernel() {
  utsname name{};
  return ::uname(&name) == 0 ? std::string(name.sysname) + " " + name.release : "unknown";
}

// proc(5), mounts: device, mount point, type. The longest mount point that the path lies under is its own.
std::string file_system_of(const std::filesystem::path& path) {
  const auto wanted = std::filesystem::canonical(path).string() + "/";
  std::ifstream in("/proc/self/mounts");
  std::string longest, type = "unknown";
  for (std::string line; std::getline(in, line);) {
    std::istringstream fields(line);
    std::string device, point, kind;
    fields >> device >> point >> kind;
    const auto under = point == "/" ? point : point + "/";
    if (!wanted.starts_with(under) || under.size() < longest.size()) continue;
    longest = under;
    type = kind;
  }
  return type;
}

}  // namespace

Machine describe_machine(const std::filesystem::path& module, const std::filesystem::path& ledger_folder) {
  return {processor(),
          std::thread::hardware_concurrency(),
          kernel(),
          name_of_module(module),
          file_system_of(ledger_folder),
          first_line("/proc/loadavg")};
}

// proc(5), statm: all pages, then those in memory.
double resident_mib() {
  std::ifstream file("/proc/self/statm");
  double all = 0, resident = 0;
  file >> all >> resident;
  return resident * static_cast<double>(::sysconf(_SC_PAGESIZE)) / (1024 * 1024);
}

}  // namespace antin::bench
