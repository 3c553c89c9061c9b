// A ledger of antind's own schema that holds as many done steps as are asked for: classes of 35 pupils, of whom each
// has two records, both approved by the teacher and the first by the principal too. The rows are written without the
// flow; what reads them is the flow's.
#pragma once

#include <filesystem>

#include "daemon/keeper/ledger/ledger.hpp"
#include "policy/decide.hpp"
#include "tests/bench/policy_figures.hpp"

namespace antin::bench {

std::uint64_t classes_a_school(const PolicySize& size);

class StepLedger {
 public:
  StepLedger(const std::filesystem::path& file, const PolicySize& size, const base::Digest& digest);

  // The record that waits for a principal, of a pupil of a school's class.
  [[nodiscard]] static std::string waiting_record(std::uint64_t which, unsigned pupil);

  // What Flow::facts_of asks for a principal's step.
  [[nodiscard]] policy::Facts facts(const policy::Submission& asked);

 private:
  std::unique_ptr<keeper::Ledger> m_ledger;
};

}  // namespace antin::bench
