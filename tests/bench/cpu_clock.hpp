// What CPU time processes use between two moments, so that a run shows where the time went, and who disturbed it.
#pragma once

#include <sys/types.h>

#include <map>

#include "tests/bench/figures.hpp"

namespace antin::bench {

class CpuClock {
 public:
  // Starts now, for these processes, this one ("load generator") and the rest of the machine.
  explicit CpuClock(std::map<std::string, pid_t> processes);

  [[nodiscard]] std::vector<CpuTime> used() const;

 private:
  std::map<std::string, pid_t> m_processes;
  std::map<std::string, double> m_start;
};

}  // namespace antin::bench
