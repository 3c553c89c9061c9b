// Approvals that were accepted and count only as long as nobody has revoked their certificates for what undoes them.
#include "daemon/keeper/flow/codes.hpp"
#include "daemon/keeper/flow/flow.hpp"
#include "policy/approval_rules.hpp"

namespace antin::keeper {
namespace {

constexpr auto standing_life = std::chrono::seconds(60);  // of a revocation answer, well within any nextUpdate

}  // namespace

policy::Verification Flow::standing(const StepRecord& step, const base::Sha256Hash& certificate, base::Instant now) {
  const auto generation = m_in_force.trust_generation();
  auto& known = m_standing[{certificate, step.at}];
  if (known.verification == policy::Verification::valid && known.generation == generation &&
      now - known.judged < standing_life)
    return known.verification;
  // Bounded: a cache of answers that can be had again, not a record.
  if (m_standing.size() > 100'000) {
    m_standing.clear();
    return standing(step, certificate, now);
  }
  const auto der = must(m_ledger.blob(certificate));
  const auto verification =
      der ? recheck_approver(*der, m_in_force.signers(), step.at, now) : policy::Verification::malformed;
  known = {verification, now, generation};
  return verification;
}

// What waited for a signer, or for officers, was decided on what was known then.
bool Flow::stands(Work& work) {
  const auto& name = work.intent.name;
  const auto now = m_clock.read().now;
  std::optional<policy::DenialReason> reason;
  // Those of this very step too.
  for (const auto& step : must(m_ledger.steps(name.unit, name.kind, name.record, name.revision)))
    for (const auto& certificate : step.certificates)
      if (!reason) reason = policy::approval_stands(standing(step, certificate, now));
  if (!reason) return true;
  const auto code = code_of(*reason);
  if (*reason == policy::DenialReason::certificate_revoked) {
    abandon(work, code);
  } else if (work.waiters.empty()) {
    work.parked = true;
  } else {
    attempt_failed(work, code);
  }
  return false;
}

}  // namespace antin::keeper
