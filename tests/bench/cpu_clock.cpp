#include "tests/bench/cpu_clock.hpp"

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

namespace antin::bench {
namespace {

constexpr const char* load_generator = "load generator";
constexpr const char* whole_machine = "machine";
constexpr const char* everyone_else = "everything else on the machine";

double in_seconds(double ticks) { return ticks / static_cast<double>(::sysconf(_SC_CLK_TCK)); }

// proc(5): utime and stime are the 14th and 15th field; the second, the name, may hold blanks and parentheses.
double of_process(pid_t id) {
  std::ifstream file("/proc/" + std::to_string(id) + "/stat");
  const std::string line{std::istreambuf_iterator<char>(file), {}};
  if (line.empty()) throw std::runtime_error("a program of the appliance has ended");
  std::istringstream fields(line.substr(line.rfind(')') + 2));
  std::string skipped;
  for (int field = 3; field < 14; ++field) fields >> skipped;
  double user = 0, system = 0;
  fields >> user >> system;
  return in_seconds(user + system);
}

// user, nice, system, then idle and iowait, which are nobody's; irq and softirq.
double of_machine() {
  std::ifstream file("/proc/stat");
  std::string label;
  double user = 0, nice = 0, system = 0, idle = 0, waiting = 0, interrupts = 0, soft_interrupts = 0;
  file >> label >> user >> nice >> system >> idle >> waiting >> interrupts >> soft_interrupts;
  return in_seconds(user + nice + system + interrupts + soft_interrupts);
}

std::map<std::string, double> read_all(const std::map<std::string, pid_t>& processes) {
  std::map<std::string, double> now;
  for (const auto& [name, id] : processes) now[name] = of_process(id);
  now[whole_machine] = of_machine();
  return now;
}

}  // namespace

CpuClock::CpuClock(std::map<std::string, pid_t> processes) : m_processes(std::move(processes)) {
  m_processes[load_generator] = ::getpid();
  m_start = read_all(m_processes);
}

std::vector<CpuTime> CpuClock::used() const {
  const auto now = read_all(m_processes);
  std::vector<CpuTime> all;
  double ours = 0;
  for (const auto& [name, id] : m_processes) {
    all.push_back({name, now.at(name) - m_start.at(name)});
    ours += all.back().seconds;
  }
  // Ticks are counted apart for processes and machine, so the difference can fall below nothing.
  all.push_back({everyone_else, std::max(0.0, now.at(whole_machine) - m_start.at(whole_machine) - ours)});
  return all;
}

}  // namespace antin::bench
