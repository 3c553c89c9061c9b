// What a run of `antin-bench policy` is to measure, and what it found.
#pragma once

#include <optional>

#include "tests/bench/figures.hpp"

namespace antin::bench {

// How much there is to decide among.
struct PolicySize {
  std::uint64_t people = 0;
  std::uint64_t schools = 0;
  std::uint64_t steps = 0;  // that the ledger holds; rounded down to whole classes of each school
};

constexpr unsigned pupils_a_class = 35;

struct PolicyOptions {
  PolicySize small{100, 3, 1'000};
  PolicySize large{100'000, 3'000, 1'000'000};  // 10,000,000 steps for the figures of the README
  unsigned rounds = 20;                         // small and large in turn, so that a machine that slows down slows both
  unsigned classes = 200;                       // in a round, at each size and in each manner
  bool json = false;
};

// Microseconds for one decision, at the median of all classes or of all single ones.
struct Manner {
  double class_us = 0;  // a class after the other, as a school sends them: first and last together
  // In random order, of as many schools, people and records at both sizes: what it costs to find them among more.
  double single_us = 0;
  // In random order of all there are: what it costs besides that nothing of them was used of late. At the large size
  // that is memory which is in no cache of the processor, and pages of the ledger which SQLite does not hold.
  double cold_us = 0;
};

// Decisions on a principal's step, all of which approve.
struct Deciding {
  PolicySize size;
  std::uint64_t decisions = 0;  // in each manner
  Manner rules;                 // with the facts in hand
  Manner whole;                 // with the facts asked of the ledger
  [[nodiscard]] double per_second() const { return 1e6 / rules.class_us; }
};

struct PolicyFigures {
  PolicyOptions options;
  Machine machine;
  Deciding small, large;
  Manner approval;             // verifying the one approval of a decision; knows nothing of people, schools and steps
  double filling_seconds = 0;  // of the large ledger
  double ledger_mib = 0;
  double resident_mib = 0;  // of this process, with both towns and the pages that SQLite holds of both ledgers
};

// Large against small.
Manner ratio(const Manner& large, const Manner& small);
// All that antind does for a decision.
Manner with_approval(const Manner& whole, const Manner& approval);

std::optional<PolicyOptions> read_policy_command_line(int argc, const char* const* argv);
PolicyFigures measure_policy(const PolicyOptions& options);
std::string print_table(const PolicyFigures& figures);
std::string print_json(const PolicyFigures& figures);

}  // namespace antin::bench
