#include "daemon/keeper/approvals/bulk_approvals.hpp"

#include "core/crypto/sha2.hpp"
#include "core/statement/bulk.hpp"
#include "core/tlog/tree.hpp"
#include "policy/bundle/statements.hpp"

namespace antin::keeper {
namespace {

using policy::Verification;

// Two hashes of fixed length: no other pair of statement and CMS has this one.
base::Sha256Hash name_of(const protocol::Approval& approval) {
  auto both = base::copy(crypto::sha256(approval.statement));
  base::append(both, crypto::sha256(approval.cms));
  return crypto::sha256(both);
}

// The person signed something, but not this.
void mismatch(VerifiedApproval& out, std::string problem) { out.problem = std::move(problem); }

// A path that does not lead to the root that was signed is a signature that does not cover the item.
void not_covered(VerifiedApproval& out, std::string problem) {
  out.approval.verification = Verification::signature_invalid;
  out.problem = std::move(problem);
}

void judge_item(VerifiedApproval& out, const base::Bytes& signed_text, const protocol::BulkItem& item) {
  const auto bulk = statement::parse_approve_bulk(base::text(signed_text));
  if (!bulk) return mismatch(out, "not a bulk statement: " + bulk.error().text);
  if (item.index >= bulk->items)
    return not_covered(out, "item " + std::to_string(item.index) + " of " + std::to_string(bulk->items));
  if (!tlog::verify_inclusion(tlog::leaf_hash(item.statement), item.index, bulk->items, item.path, bulk->root))
    return not_covered(out, "the item's path does not lead to the root that was signed");
  auto said = statement::parse_approve(base::text(item.statement));
  if (!said) return mismatch(out, "the item is no statement: " + said.error().text);
  if (!statement::agrees(*bulk, *said))
    return mismatch(out, "the item does not agree with the bulk statement that holds it");
  out.approval.statement = policy::bundle::converted(std::move(*said));
}

}  // namespace

VerifiedApproval BulkApprovals::verify(const protocol::Approval& approval, const Signers& signers,
                                       std::uint64_t generation, base::Instant now) {
  if (!approval.bulk) return verify_approval(approval.statement, approval.cms, signers, now);
  auto out = signature_of(approval, signers, generation, now);
  out.bulk = out.approval.statement_hash;
  out.approval.statement_hash = crypto::sha256(approval.bulk->statement);
  out.approval.statement.reset();
  if (out.approval.verification == Verification::valid) judge_item(out, approval.statement, *approval.bulk);
  return out;
}

VerifiedApproval BulkApprovals::signature_of(const protocol::Approval& approval, const Signers& signers,
                                             std::uint64_t generation, base::Instant now) {
  const auto name = name_of(approval);
  if (const auto known = m_known.find(name); known != m_known.end()) {
    const auto& answer = known->second;
    if (answer.generation == generation && answer.judged <= now && now - answer.judged < life) return answer.approval;
  }
  ++m_signatures_verified;
  auto verified = verify_approval(approval.statement, approval.cms, signers, now);
  if (verified.approval.verification != Verification::valid) return verified;
  if (m_known.size() >= m_limit) m_known.clear();  // answers that can be had again, not a record
  m_known.insert_or_assign(name, Known{verified, now, generation});
  return verified;
}

}  // namespace antin::keeper
