#include "daemon/ceremony/record/sequence.hpp"

#include <algorithm>

namespace antin::ceremony {
namespace {

class Sequence {
 public:
  explicit Sequence(const Plan& plan) : m_steps(steps_of(plan)), m_quorum(plan.quorum) {}

  base::Result<void> take(const Entry& entry) {
    if (const auto fault = fault_of(entry); !fault.empty())
      return base::Error{"line " + std::to_string(entry.number) + ", " + std::string(name_of(entry.kind)) +
                         (entry.step.empty() ? "" : " of " + entry.step) + ": " + fault};
    follow(entry);
    return {};
  }

 private:
  [[nodiscard]] std::size_t approvals_of(const std::string& id) const {
    const auto found = m_approved.find(id);
    return found == m_approved.end() ? 0 : found->second.size();
  }
  [[nodiscard]] bool waits() const { return !m_resumed.empty() && approvals_of(m_resumed) < m_quorum; }
  // What comes from now on no participant's signature is over.
  [[nodiscard]] bool is_closing() const { return m_begun && m_next + 1 == m_steps.size(); }
  [[nodiscard]] bool is_under_way(const std::string& id) const { return m_begun && m_steps[m_next].id == id; }

  // Empty: the line may be here.
  [[nodiscard]] std::string fault_of(const Entry& entry) const {
    if (m_next == m_steps.size()) return "the ceremony was over";
    if (!m_aborted.empty() && approvals_of(m_aborted) >= m_quorum) return "the ceremony was aborted";
    switch (entry.kind) {
      case Kind::begin:
      case Kind::share:
      case Kind::end: {
        const auto unsettled = fault_before();
        return unsettled.empty() ? fault_of_step(entry) : unsettled;
      }
      case Kind::approval: return fault_of_approval(entry.step);
      case Kind::stop:
      case Kind::exception:  // asks for approvals itself
        return is_closing() ? "the transcript, which is being signed, would not count it" : "";
      case Kind::open:
      case Kind::resume:
      case Kind::abort: return {};
      case Kind::unknown: break;
    }
    return "is of no known kind";
  }

  // What has to be settled before any step goes on.
  [[nodiscard]] std::string fault_before() const {
    if (!m_aborted.empty()) return m_aborted + " ends the ceremony, or somebody goes on";
    if (waits()) return m_resumed + " lacks approvals";
    for (const auto& [id, number] : m_exceptions)
      if (approvals_of(id) < m_quorum) return id + " lacks approvals";
    return m_stopped > m_answered ? "no exception answers line " + std::to_string(m_stopped) + ", a stop" : "";
  }

  [[nodiscard]] std::string fault_of_step(const Entry& entry) const {
    if (entry.kind == Kind::begin) {
      const bool is_next = !m_begun && m_next < m_steps.size() && m_steps[m_next].id == entry.step;
      return is_next ? "" : "this step does not come next";
    }
    if (!is_under_way(entry.step)) return "this step is not under way";
    const auto have = approvals_of(entry.step);
    if (entry.kind == Kind::share) return is_closing() ? "the transcript has no shares" : "";
    if (!m_steps[m_next].quorum || have >= m_quorum) return {};
    return "it has " + std::to_string(have) + " approvals of " + std::to_string(m_quorum);
  }

  [[nodiscard]] std::string fault_of_approval(const std::string& id) const {
    if (!m_aborted.empty()) return id == m_aborted ? "" : "nobody was asked about this";
    if (waits()) return id == m_resumed ? "" : m_resumed + " lacks approvals";
    if (is_closing()) return "participants sign the transcript";
    return is_under_way(id) || m_exceptions.contains(id) ? "" : "nobody was asked about this";
  }

  void follow(const Entry& entry) {
    if (entry.kind == Kind::begin) m_begun = true;
    if (entry.kind == Kind::end) {
      m_begun = false;
      ++m_next;
    }
    if (entry.kind == Kind::abort) m_aborted = entry.step;
    if (entry.kind == Kind::resume) {
      m_resumed = entry.step;
      m_aborted.clear();
    }
    if (entry.kind == Kind::stop) m_stopped = entry.number;
    if (entry.kind == Kind::exception) m_exceptions.emplace(entry.step, entry.number);
    if (entry.kind != Kind::approval) return;
    m_approved[entry.step].insert(entry.fact("officer"));
    if (const auto found = m_exceptions.find(entry.step); found != m_exceptions.end())
      if (approvals_of(entry.step) >= m_quorum) m_answered = std::max(m_answered, found->second);
  }

  std::vector<Step> m_steps;
  unsigned m_quorum;
  std::size_t m_next = 0;  // the step that is under way, or comes next
  bool m_begun = false;
  std::string m_aborted;                                    // the last abort, unless somebody has gone on
  std::string m_resumed;                                    // the last resumption
  std::map<std::string, std::uint64_t> m_exceptions;        // number by id
  std::uint64_t m_stopped = 0;                              // number of the last stop
  std::uint64_t m_answered = 0;                             // of the last exception that was approved
  std::map<std::string, std::set<std::string>> m_approved;  // officers by what they were asked about
};

}  // namespace

base::Result<void> check_sequence(const Plan& plan, const Entries& entries) {
  Sequence sequence(plan);
  for (const auto& entry : entries)
    if (auto held = sequence.take(entry); !held) return held;
  return {};
}

}  // namespace antin::ceremony
