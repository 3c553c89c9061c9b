// What a run of the benchmark found.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "tests/bench/options.hpp"

namespace antin::bench {

// Teacher: timestamp. Principal and department: seal and timestamp each.
constexpr std::array<const char*, 3> step_names{"teacher", "principal", "department"};
constexpr unsigned seals_per_document = 2;
constexpr unsigned signatures_per_document = 5;
// The principal's and the department's: their statements name the entry before, so they cannot be made beforehand.
constexpr unsigned approvals_between_steps = 2;

enum class KeyObject { token, session_copy };

struct RawRate {
  KeyObject object = KeyObject::token;
  unsigned processes = 1;
  unsigned threads = 1;   // in each process
  double per_second = 0;  // 0: the module refuses such an object
};

struct Latency {
  double p50_ms = 0;
  double p99_ms = 0;
};

struct CpuTime {
  std::string who;
  double seconds = 0;
};

// Documents through all their steps.
struct Sealing {
  unsigned documents = 0;
  double seconds = 0;
  std::array<Latency, 3> steps;  // from sending a step's request to its result
  Latency document;              // from sending the first step's request to the last one's result
  double prepared_seconds = 0;   // CPU time in which the teachers' approvals were signed, before the clock ran
  double approving_seconds = 0;  // CPU time in which the load generator signed the others, while it ran
  std::vector<CpuTime> cpu;      // what each process used meanwhile; the machine's other processes last
};

struct Machine {
  std::string processor;
  unsigned cores = 0;
  std::string kernel;
  std::string module;       // the PKCS#11 library
  std::string file_system;  // that the ledger is on
  std::string load;         // before the run, as the kernel gives it
};

struct Figures {
  Options options;
  Machine machine;
  std::vector<RawRate> raw;
  Sealing sealing;
  Sealing alone;

  [[nodiscard]] double documents_per_second() const { return sealing.documents / sealing.seconds; }
  [[nodiscard]] double signatures_per_second() const { return documents_per_second() * signatures_per_document; }
  [[nodiscard]] const RawRate& best_raw() const;
  [[nodiscard]] double ratio() const { return signatures_per_second() / best_raw().per_second; }
};

}  // namespace antin::bench
