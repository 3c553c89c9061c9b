#include <tuple>

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
  all.reserve(hashes.size());
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

// What was asked for. A CA may say more of the subject, and nothing else.
base::Result<void> check_subject(const Subject& planned, const crypto::Certificate& certificate) {
  using crypto::SubjectPart;
  for (const auto& [part, name, wanted] : {std::tuple(SubjectPart::country, "country", &planned.country),
                                           std::tuple(SubjectPart::organisation, "organisation", &planned.organisation),
                                           std::tuple(SubjectPart::common_name, "name", &planned.name)})
    if (crypto::subject_part(certificate, part) != *wanted)
      return base::Error{"its subject is not the one that the plan asks for: " + std::string(name) + " must be \"" +
                         *wanted + "\", and there once"};
  return {};
}

}  // namespace

base::Result<void> check_key_certificate(const LockedPlan& locked, const std::string& label,
                                         const crypto::Certificate& certificate, base::ByteView spki,
                                         base::Instant at) {
  if (!base::equal(certificate.spki, spki)) return base::Error{"it is the certificate of another key"};
  const auto& planned = locked.plan.keys.at(label).subject;
  if (!planned) return base::Error{"no certificate of this key is asked for"};
  if (auto named = check_subject(*planned, certificate); !named) return named;
  const auto fits = trust_of(locked).check(certificate, {}, purpose_of(label), at, at);
  if (!fits) return base::Error{fits.error().text};
  return {};
}

}  // namespace antin::ceremony
