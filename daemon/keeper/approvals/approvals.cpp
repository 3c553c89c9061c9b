#include "daemon/keeper/approvals/approvals.hpp"

#include "core/crypto/sha2.hpp"
#include "core/evidence/detached_cms.hpp"
#include "policy/bundle/statements.hpp"

namespace antin::keeper {
namespace {

using evidence::Fault;
using evidence::Purpose;
using policy::Verification;

void refuse(VerifiedApproval& out, const evidence::Problem& problem) {
  out.approval.verification = verification_of(problem.fault);
  out.problem = problem.text;
}

// `parsed`: the statement, or why it is none.
template <class Statement>
VerifiedApproval verify(base::Result<Statement> parsed, base::ByteView statement, base::ByteView cms,
                        const evidence::Trust& trust, evidence::Purpose purpose, base::Instant now) {
  VerifiedApproval out;
  out.approval.statement_hash = crypto::sha256(statement);
  if (parsed) out.approval.statement = policy::bundle::converted(std::move(*parsed));
  auto signed_by = evidence::read_detached_cms(cms, statement);
  if (!signed_by) {
    refuse(out, signed_by.error());
    return out;
  }
  out.approval.certificate = signed_by->certificate.hash;
  out.certificate = signed_by->certificate.der;
  const auto trusted = trust.check(signed_by->certificate, {}, purpose, now);
  if (trusted)
    out.approval.verification = Verification::valid;
  else
    refuse(out, trusted.error());
  return out;
}

}  // namespace

VerifiedApproval verify_approval(base::ByteView statement, base::ByteView cms, const Signers& signers,
                                 base::Instant now) {
  auto parsed = statement::parse_approve(base::text(statement));
  const bool vouched = parsed && parsed->vouched;
  return verify(std::move(parsed), statement, cms, vouched ? signers.systems : signers.people,
                vouched ? Purpose::system : Purpose::person, now);
}

VerifiedApproval verify_ending(base::ByteView statement, base::ByteView cms, const evidence::Trust& people,
                               base::Instant now) {
  return verify(statement::parse_ending(base::text(statement)), statement, cms, people, Purpose::person, now);
}

Verification recheck_approver(base::ByteView certificate, const Signers& signers, base::Instant at, base::Instant now) {
  const auto parsed = crypto::parse_certificate(certificate);
  if (!parsed) return Verification::malformed;
  auto trusted = signers.people.check(*parsed, {}, Purpose::person, at, now);
  // Whose it was, the person's or a vouching system's, was decided when the approval was accepted.
  if (!trusted && verification_of(trusted.error().fault) == Verification::certificate_untrusted)
    trusted = signers.systems.check(*parsed, {}, Purpose::system, at, now);
  // It was valid then, so an authority's certificate must have been renewed since. No chain, so no list was looked at.
  if (!trusted && trusted.error().fault == Fault::certificate_expired) return Verification::revocation_stale;
  return trusted ? Verification::valid : verification_of(trusted.error().fault);
}

Verification verification_of(Fault fault) {
  switch (fault) {
    case Fault::malformed: return Verification::malformed;
    case Fault::signature_invalid:
    case Fault::weak_algorithm: return Verification::signature_invalid;
    case Fault::certificate_untrusted:
    case Fault::wrong_usage: return Verification::certificate_untrusted;
    case Fault::certificate_expired: return Verification::certificate_expired;
    case Fault::certificate_revoked: return Verification::certificate_revoked;
    case Fault::revocation_stale: return Verification::revocation_stale;
    case Fault::unknown: break;
  }
  return Verification::unknown;
}

}  // namespace antin::keeper
