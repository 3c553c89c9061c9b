// One document's way through the steps: who approves next, what is asked for, and how long it took.
#pragma once

#include <array>
#include <chrono>

#include "tests/bench/approver.hpp"
#include "tests/bench/figures.hpp"

namespace antin::bench {

using Clock = std::chrono::steady_clock;

// The three people of school 79760001, each thread's own: keys are not shared between threads.
struct Approvers {
  explicit Approvers(const test::DevelopmentFolder& folder);
  std::array<Approver, step_names.size()> people;
};

class Journey {
 public:
  // A document with a digest and a record id of its own.
  explicit Journey(const base::Sha256Hash& policy);

  void approve(Approvers& approvers);
  // Of the step that was approved last.
  [[nodiscard]] protocol::Submit request();
  // The step is done; its entry is what the next one builds upon.
  void take(protocol::StepResult result);

  [[nodiscard]] bool is_complete() const { return m_step == step_names.size(); }
  [[nodiscard]] double step_ms(std::size_t step) const;
  [[nodiscard]] double document_ms() const;
  [[nodiscard]] const base::Digest& digest() const { return m_wish.digest; }
  [[nodiscard]] const std::vector<protocol::StepResult>& results() const { return m_results; }

 private:
  test::Wish m_wish;
  std::size_t m_step = 0;
  std::vector<protocol::Approval> m_approvals;
  std::vector<protocol::StepResult> m_results;
  std::array<Clock::time_point, step_names.size()> m_sent, m_done;
};

}  // namespace antin::bench
