#include "core/evidence/trust.hpp"
#include "daemon/ceremony/record/verify.hpp"
#include "policy/text/values.hpp"

namespace antin::ceremony {
namespace {

evidence::Purpose purpose_of(const std::string& label) {
  const auto key = policy::text::key_label(label);
  if (!key) return evidence::Purpose::unknown;
  switch (key->purpose) {
    case policy::KeyPurpose::seal: return evidence::Purpose::seal;
    case policy::KeyPurpose::time: return evidence::Purpose::timestamp;
    case policy::KeyPurpose::log:
    case policy::KeyPurpose::unknown: break;
  }
  return evidence::Purpose::unknown;
}

std::vector<crypto::Certificate> certificates(const LockedPlan& locked, const std::vector<base::Sha256Hash>& hashes) {
  std::vector<crypto::Certificate> all;
  for (const auto& hash : hashes) all.push_back(locked.certificates.at(hash));
  return all;
}

// Offline, at the beginning of a key's life: nothing can have revoked it.
evidence::Trust trust_of(const LockedPlan& locked) {
  return {certificates(locked, locked.plan.roots),
          certificates(locked, locked.plan.intermediates),
          {},
          evidence::Revocation::if_present};
}

}  // namespace

base::Result<void> check_key_certificate(const LockedPlan& locked, const std::string& label,
                                         const crypto::Certificate& certificate, base::ByteView spki,
                                         base::Instant at) {
  if (!base::equal(certificate.spki, spki)) return base::Error{"it is the certificate of another key"};
  const auto fits = trust_of(locked).check(certificate, {}, purpose_of(label), at, at);
  if (!fits) return base::Error{fits.error().text};
  return {};
}

}  // namespace antin::ceremony
