#include "tests/bench/journey.hpp"

#include "core/tlog/hash.hpp"

namespace antin::bench {
namespace {

constexpr std::array<const char*, step_names.size()> roles{"teacher", "principal", "department-leader"};

double milliseconds(Clock::duration time) { return std::chrono::duration<double, std::milli>(time).count(); }

}  // namespace

Approvers::Approvers(const test::DevelopmentFolder& folder)
    : people{Approver(folder, "p-000001"), Approver(folder, "p-000002"), Approver(folder, "p-000003")} {}

Journey::Journey(const base::Sha256Hash& policy) {
  m_wish.record = "1." + base::to_hex(crypto::random_array<16>());
  m_wish.digest = base::sha256_digest(crypto::random_array<32>());
  m_wish.policy = policy;
  m_wish.expires = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()) + std::chrono::hours(1);
}

void Journey::approve(Approvers& approvers) {
  m_wish.step = step_names.at(m_step);
  m_wish.role = roles.at(m_step);
  if (m_step > 0) {
    m_wish.scope.reset();  // the teacher's alone
    m_wish.previous = tlog::leaf_hash(m_results.back().entry);
  }
  m_approvals = {approvers.people.at(m_step).approve(m_wish)};
}

protocol::Submit Journey::request() {
  m_sent.at(m_step) = Clock::now();
  return test::submit_of(m_wish, std::move(m_approvals));
}

void Journey::take(protocol::StepResult result) {
  m_done.at(m_step++) = Clock::now();
  m_results.push_back(std::move(result));
}

double Journey::step_ms(std::size_t step) const { return milliseconds(m_done.at(step) - m_sent.at(step)); }
double Journey::document_ms() const { return milliseconds(m_done.back() - m_sent.front()); }

}  // namespace antin::bench
