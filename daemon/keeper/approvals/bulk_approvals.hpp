// Approvals as a request presents them, alone or as items of a bulk one: to the rules both look the same.
#pragma once

#include <map>

#include "client/protocol/codec.hpp"
#include "daemon/keeper/approvals/approvals.hpp"

namespace antin::keeper {

// Verifies approvals, and remembers for a moment that a bulk statement's signature holds: the items of a class come one
// after the other, each with the very same signature, which costs more than all the rest together.
class BulkApprovals {
 public:
  static constexpr std::chrono::milliseconds life{5'000};  // of what is remembered: judging again costs little

  explicit BulkApprovals(std::size_t limit = 256) : m_limit(limit) {}  // signatures remembered

  // `generation` of what the signers are judged by: what was remembered of another is forgotten.
  VerifiedApproval verify(const protocol::Approval& approval, const Signers& signers, std::uint64_t generation,
                          base::Instant now);

  [[nodiscard]] std::uint64_t signatures_verified() const { return m_signatures_verified; }  // of bulk statements

 private:
  struct Known {
    VerifiedApproval approval;
    base::Instant judged;
    std::uint64_t generation = 0;
  };
  VerifiedApproval signature_of(const protocol::Approval& approval, const Signers& signers, std::uint64_t generation,
                                base::Instant now);

  std::size_t m_limit;
  std::map<base::Sha256Hash, Known> m_known;  // by the hash of statement and CMS; those that hold alone
  std::uint64_t m_signatures_verified = 0;
};

}  // namespace antin::keeper
