#include "client/lib/verification.hpp"

#include "core/crypto/sha2.hpp"

namespace antin::client {
namespace {

using evidence::Problem;

base::Result<evidence::SignedBy, Problem> read_seal(const std::vector<base::Digest>& documents, base::ByteView cms) {
  base::Result<evidence::SignedBy, Problem> seal(Problem{evidence::Fault::malformed, "no digest of the document"});
  for (const auto& document : documents) {
    seal = evidence::read_detached_cms(cms, document);
    // Malformed may only mean that this seal is over a digest of the other algorithm.
    if (seal || seal.error().fault != evidence::Fault::malformed) break;
  }
  return seal;
}

// The token stamps the signature octets (ETSI EN 319 122-1, 5.3); the appliance hashes them with SHA-256.
base::Result<evidence::Timestamp, Problem> read_timestamp(const evidence::SignedBy& seal, const evidence::Trust& trust,
                                                          base::Instant now) {
  const auto imprint = crypto::digest(base::DigestAlgorithm::sha256, seal.signature);
  auto timestamp = evidence::verify_timestamp_token(*seal.timestamp, imprint, trust, now);
  if (!timestamp) return Problem{timestamp.error().fault, "timestamp: " + timestamp.error().text};
  return timestamp;
}

}  // namespace

base::Result<VerifiedSeal, Problem> verify_seal(const std::vector<base::Digest>& documents, base::ByteView cms,
                                                const evidence::Trust& trust, base::Instant now) {
  auto seal = read_seal(documents, cms);
  if (!seal) return seal.error();
  VerifiedSeal verified{std::move(*seal), std::nullopt, now};
  if (verified.seal.timestamp) {
    auto timestamp = read_timestamp(verified.seal, trust, now);
    if (!timestamp) return timestamp.error();
    verified.judged_at = timestamp->gen_time;
    verified.timestamp = std::move(*timestamp);
  }
  const auto chain =
      trust.check(verified.seal.certificate, verified.seal.others, evidence::Purpose::seal, verified.judged_at, now);
  if (!chain) return Problem{chain.error().fault, "seal: " + chain.error().text};
  return verified;
}

bool is_stamped(base::ByteView octets, base::ByteView token) {
  const evidence::Trust nobody({}, {}, {}, evidence::Revocation::if_present);
  const auto imprint = crypto::digest(base::DigestAlgorithm::sha256, octets);
  const auto timestamp = evidence::verify_timestamp_token(token, imprint, nobody);
  if (timestamp) return true;
  switch (timestamp.error().fault) {  // trust is looked at last
    case evidence::Fault::certificate_untrusted:
    case evidence::Fault::certificate_expired:
    case evidence::Fault::certificate_revoked:
    case evidence::Fault::revocation_stale:
    case evidence::Fault::wrong_usage: return true;
    case evidence::Fault::malformed:
    case evidence::Fault::signature_invalid:
    case evidence::Fault::weak_algorithm:
    case evidence::Fault::unknown: break;
  }
  return false;
}

}  // namespace antin::client
