#include "daemon/keeper/seal/sealer.hpp"

#include <chrono>

#include "core/crypto/signature.hpp"
#include "core/forms/seal_attributes.hpp"

namespace antin::keeper {
namespace {

using Certificates = std::map<base::Sha256Hash, crypto::Certificate>;

base::Result<std::vector<crypto::Certificate>> chain_of(const policy::Key& key, const policy::Policy& policy,
                                                        const Certificates& certificates) {
  std::vector<crypto::Certificate> chain;
  auto names = std::vector{key.certificate};
  names.insert(names.end(), policy.seals.intermediates.begin(), policy.seals.intermediates.end());
  names.insert(names.end(), policy.seals.roots.begin(), policy.seals.roots.end());
  for (const auto& name : names) {
    const auto found = certificates.find(name);
    if (found == certificates.end())
      return base::Error{"no certificate " + base::print(name) + " for key " + key.label};
    chain.push_back(found->second);
  }
  return chain;
}

SealProblem problem_of(evidence::Fault fault) {
  return fault == evidence::Fault::revocation_stale ? SealProblem::revocation_stale : SealProblem::certificate_invalid;
}

}  // namespace

base::Result<Sealer> Sealer::make(const policy::Policy& policy, const Certificates& certificates) {
  Sealer sealer;
  for (const auto& [label, key] : policy.keys) {
    if (key.purpose != policy::KeyPurpose::seal) continue;
    auto chain = chain_of(key, policy, certificates);
    if (!chain) return chain.error();
    auto form = forms::SignerTemplate::make(*chain);
    if (!form) return base::Error{label + ": " + form.error().text};
    sealer.m_seals.emplace(label, Seal{std::move(*form), std::move(*chain)});
  }
  return sealer;
}

const Sealer::Seal* Sealer::find(const std::string& key) const {
  const auto found = m_seals.find(key);
  return found == m_seals.end() ? nullptr : &found->second;
}

base::Result<void, SealProblem> Sealer::usable(const Seal& seal, const evidence::Trust& trust,
                                               base::Instant now) const {
  const auto checked = trust.check(seal.form.certificate(), seal.chain, evidence::Purpose::seal, now);
  if (!checked) return problem_of(checked.error().fault);
  return {};
}

base::Result<Intent, SealProblem> Sealer::redeem(policy::Approval approval, const evidence::Trust& trust,
                                                 base::Instant now) const {
  const auto& what = approval.what();
  Intent intent;
  intent.name = {what.unit, what.kind, what.record, what.revision, what.step};
  intent.digest = what.digest;
  intent.system = what.system;
  intent.at = now;
  for (const auto& person : what.people) {
    intent.people.push_back(person.person);
    intent.certificates.push_back(person.certificate);
  }
  if (!what.key) return intent;

  const auto* seal = find(*what.key);
  if (seal == nullptr) return SealProblem::no_such_key;
  if (const auto fit = usable(*seal, trust, now); !fit) return fit.error();
  intent.key = *what.key;
  intent.attributes = forms::encode(
      forms::SealAttributes{what.digest, std::chrono::floor<std::chrono::seconds>(now), seal->form.certificate().hash});
  return intent;
}

bool Sealer::can_finish(const Intent& intent) const {
  const auto* seal = find(intent.key);
  const auto said = forms::parse_seal_attributes(intent.attributes);
  return seal != nullptr && said && said->certificate == seal->form.certificate().hash;
}

base::Result<SealOrder, SealProblem> Sealer::order(const Intent& intent, const evidence::Trust& trust,
                                                   base::Instant now) const {
  if (!can_finish(intent)) return SealProblem::no_such_key;
  if (const auto fit = usable(*find(intent.key), trust, now); !fit) return fit.error();
  return SealOrder(intent.name, intent.key, intent.attributes);
}

bool Sealer::holds(const Intent& intent, base::ByteView signature) const {
  const auto* seal = find(intent.key);
  return seal != nullptr && crypto::verify_signature(seal->form.certificate().spki, seal->form.scheme(),
                                                     intent.digest.algorithm, intent.attributes, signature);
}

base::Bytes Sealer::assemble(const Intent& intent, base::ByteView signature, base::ByteView token) const {
  return forms::assemble_seal(find(intent.key)->form, intent.digest.algorithm, intent.attributes, signature, token);
}

}  // namespace antin::keeper
