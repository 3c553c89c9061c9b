// What a run of `antin-bench audit` is to measure, and what it found.
#pragma once

#include <optional>

#include "tests/bench/figures.hpp"

namespace antin::bench {

struct AuditOptions {
  std::uint64_t entries = 1'000'000;  // the largest log; 10,000,000 for the figures of the README
  std::uint64_t appended = 100'000;   // with everything that antind does for an entry, at the smallest and largest size
  unsigned batch = 512;               // entries a commit
  unsigned samples = 2000;            // proofs at each size
  bool json = false;
};

// Appended entries: encoded, committed, signed for, published, and each with a proof.
struct Appending {
  std::uint64_t at_size = 0;
  std::uint64_t entries = 0;
  double seconds = 0;
  double signing_seconds = 0;  // of it, in the token
  Latency batch;               // from the first append of a batch to the last of its proofs
  [[nodiscard]] double per_second() const { return static_cast<double>(entries) / seconds; }
};

struct ProofsAt {
  std::uint64_t size = 0;
  Latency receipt;    // by the first checkpoint that covered the entry, as a reply carries it
  Latency inclusion;  // in the newest tree, as an auditor asks
  double resident_before_mib = 0, resident_after_mib = 0;
};

// From the ledger's file to a log that may be continued: opening, its checks, the log's checks.
struct StartUp {
  std::uint64_t size = 0;
  double cold_ms = 0;  // no page of the file in memory
  double warm_ms = 0;
};

struct Filling {
  std::uint64_t entries = 0;
  double seconds = 0;
};

struct AuditFigures {
  AuditOptions options;
  Machine machine;
  std::vector<Appending> appending;
  std::vector<ProofsAt> proofs;
  StartUp start_up;
  Filling filling;
  double ledger_mib = 0;
  double resident_mib = 0;  // at the end
};

std::optional<AuditOptions> read_audit_command_line(int argc, const char* const* argv);
AuditFigures measure_audit(const AuditOptions& options);
std::string print_table(const AuditFigures& figures);
std::string print_json(const AuditFigures& figures);

}  // namespace antin::bench
