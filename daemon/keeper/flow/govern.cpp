// What changes the rules themselves: the officers that a log is made with and those who follow, and each bundle that
// they put into force. All or nothing, and an entry each.
#include "core/crypto/sha2.hpp"
#include "daemon/keeper/flow/flow.hpp"

namespace antin::keeper {
namespace {

base::Error closed() { return {"the log is closed: what was in force at its end stays so"}; }

}  // namespace

void Flow::record(const policy::bundle::Officers& officers, const std::vector<policy::bundle::Signer>& signers,
                  const std::optional<policy::bundle::Ceremony>& from) {
  const auto now = m_clock.read().now;
  const auto& said = officers.statement;
  OfficersEntry entry{now,
                      said.number,
                      said.threshold,
                      said.officers,
                      policy::bundle::hash_of(said),
                      said.previous,
                      named(signers),
                      m_in_force.policy().digest};
  if (from) {
    entry.ceremony = named(*from);
    must(m_ledger.put_blob(entry.ceremony->note, from->note));
  }
  append(encode(entry), now);
  must(keep_officers(m_ledger, officers, signers));
}

void Flow::record(const BundleProposal& proposal) {
  if (!proposal.vouched) return;
  const auto now = m_clock.read().now;
  const auto& said = proposal.vouched->statement;
  append(encode(PolicyEntry{now, said.version, said.bundle, said.previous,
                            crypto::sha256(base::view(statement::print(said))), named(proposal.vouched->signers)}),
         now);
  must(keep_bundle(m_ledger, proposal.files, *proposal.vouched, proposal.superseded));
  if (proposal.uploaded) must(keep_uploaded(m_ledger, said.bundle));
}

base::Result<void> Flow::take_bundle(const PolicyPlaces& places) {
  if (m_closed) return closed();
  auto proposal = propose_bundle(places, officers(), m_ledger, m_identity, m_clock, &m_in_force);
  if (!proposal) return proposal.error();
  if (!proposal->vouched) return base::Error{"this bundle is in force already"};
  if (auto kept = m_log.check_keys(proposal->in_force->log_keys()); !kept) return kept;
  put_into_force(*std::move(proposal));
  return {};
}

void Flow::put_into_force(BundleProposal proposal) {
  record(proposal);
  m_in_force.succeed(std::move(*proposal.in_force));
  keep_revocation();
  m_standing.clear();
  m_approvals = BulkApprovals();  // other authorities may vouch for people now
  m_log.follow(m_in_force.log_keys());
  m_witnesses.follow(m_in_force.policy().log, m_in_force.witnesses());
  m_anchors.follow(m_in_force.policy().log, m_in_force.anchor_roots());
  m_clock.demand(m_in_force.policy().timestamp.accuracy_ms);
  close_what_nobody_can_finish();
  note_seal_keys();
  retire_keys();
}

base::Result<void> Flow::take_officers(const PolicyPlaces& places) {
  if (m_closed) return closed();
  const auto proposal = propose_officers(places.officers, officers(), m_in_force.people(), m_clock.read().now);
  if (!proposal) return proposal.error();
  record(proposal->officers, proposal->signers);
  return {};
}

// Pinned at the start of every log.
policy::bundle::Officers Flow::officers() {
  auto kept = kept_officers(m_ledger);
  if (!kept) throw LedgerFailure{{LedgerFault::write, kept.error().text}};
  if (!*kept) throw std::logic_error("a log without security officers");
  return **std::move(kept);
}

void Flow::close_what_nobody_can_finish() {
  std::vector<StepName> lost;
  for (const auto& [name, work] : m_work)
    if (!work.intent.key.empty() && !m_in_force.sealer().can_finish(work.intent)) lost.push_back(name);
  for (const auto& name : lost) abandon(m_work.at(name), protocol::Code::no_seal_key);
}

}  // namespace antin::keeper
