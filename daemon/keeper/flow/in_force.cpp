#include "daemon/keeper/flow/in_force.hpp"

#include <algorithm>
#include <iterator>

#include "daemon/process/logging.hpp"

namespace antin::keeper {
namespace {

std::vector<crypto::Certificate> time_chain(const Bundle& bundle) {
  const auto& policy = bundle.rules.policy;
  std::vector<crypto::Certificate> chain{*bundle.find(policy.keys.at(policy.timestamp.key).certificate)};
  for (const auto* issuers : {&policy.seals.intermediates, &policy.seals.roots})
    for (auto& certificate : bundle.all(*issuers)) chain.push_back(std::move(certificate));
  return chain;
}

evidence::StatusSource source_of(policy::StatusSource source) {
  switch (source) {
    case policy::StatusSource::lists: return evidence::StatusSource::lists;
    case policy::StatusSource::responses: return evidence::StatusSource::responses;
    case policy::StatusSource::either: return evidence::StatusSource::either;
    case policy::StatusSource::unknown: break;
  }
  return evidence::StatusSource::unknown;
}

}  // namespace

base::Result<std::unique_ptr<InForce>> InForce::make(Bundle read, const std::filesystem::path& folder,
                                                     const RevocationMarks& marks, TimestampAuthority::Origin origin,
                                                     Clock& clock) {
  auto bundle = std::make_unique<Bundle>(std::move(read));
  auto systems = Systems::of(bundle->rules.policy);
  if (!systems) return systems.error();
  auto sealer = Sealer::make(bundle->rules.policy, bundle->certificate_by_hash);
  if (!sealer) return sealer.error();
  auto authority = TimestampAuthority::make(time_chain(*bundle), bundle->rules.policy.timestamp, origin, clock);
  if (!authority) return authority.error();
  auto revocation = RevocationStore::open(folder, issuers(*bundle), marks.numbers);
  if (!revocation) return revocation.error();
  auto responses = ResponseStore::open(folder, issuers(*bundle), marks.responses);
  if (!responses) return responses.error();

  std::unique_ptr<InForce> in_force(new InForce(std::move(bundle), std::move(*systems), std::move(*sealer),
                                                std::move(*authority), std::move(*revocation), std::move(*responses)));
  in_force->refresh_revocation(clock.read().now);
  return in_force;
}

InForce::InForce(std::unique_ptr<Bundle> bundle, Systems systems, Sealer sealer, TimestampAuthority authority,
                 RevocationStore revocation, ResponseStore responses)
    : m_bundle(std::move(bundle)),
      m_systems(std::move(systems)),
      m_sealer(std::move(sealer)),
      m_authority(std::move(authority)),
      m_revocation(std::move(revocation)),
      m_responses(std::move(responses)) {
  rebuild_trust();
}

void InForce::succeed(InForce next) {
  next.m_authority.succeed(m_authority);
  *this = std::move(next);
}

void InForce::remember(policy::text::Rules superseded, base::Instant until) {
  m_superseded.push_back({std::move(superseded), until});
}

const policy::text::Rules* InForce::rules(const base::Sha256Hash& bundle, base::Instant now) const {
  if (bundle == policy().digest) return &m_bundle->rules;
  for (const auto& one : m_superseded)
    if (one.rules.policy.digest == bundle && now < one.until) return &one.rules;
  return nullptr;
}

std::shared_ptr<const evidence::Trust> InForce::trust_in(const policy::Authority& authority) const {
  const auto& demand = authority.revocation;
  return std::make_shared<const evidence::Trust>(
      m_bundle->all(authority.roots), m_bundle->all(authority.intermediates), m_revocation.lists(),
      evidence::Revocation::required, m_responses.responses(),
      evidence::StatusRule{source_of(demand.source), demand.list_age, demand.response_age});
}

void InForce::rebuild_trust() {
  m_people = trust_in(policy().people);
  m_seals = trust_in(policy().seals);
  m_system_certificates = trust_in(policy().system_certificates);
  m_authority.replace_trust(m_seals);
}

bool InForce::refresh_revocation(base::Instant now) {
  auto reloaded = m_revocation.reload(now);
  auto responses = m_responses.reload(now);
  reloaded.changed = reloaded.changed || responses.changed;
  std::move(responses.problems.begin(), responses.problems.end(), std::back_inserter(reloaded.problems));
  // A bad file stays bad until somebody mends it: say so once.
  if (reloaded.problems != m_problems) {
    for (const auto& problem : reloaded.problems) process::log_warning("revocation: " + problem);
    m_problems = std::move(reloaded.problems);
  }
  if (reloaded.changed) rebuild_trust();
  return reloaded.changed;
}

LogKeys InForce::log_keys() const {
  LogKeys keys{m_bundle->log_keys.at(policy().log.key), {}};
  for (const auto& [label, key] : m_bundle->log_keys) keys.all.push_back(key);
  return keys;
}

std::vector<crypto::Certificate> InForce::anchor_roots() const {
  const auto& anchor = policy().log.anchor;
  return anchor ? m_bundle->all(anchor->roots) : std::vector<crypto::Certificate>();
}

std::optional<base::Bytes> InForce::expected_spki(const std::string& token, const std::string& label) const {
  const auto key = policy().keys.find(label);
  if (key == policy().keys.end() || key->second.token != token) return std::nullopt;
  return m_bundle->spki_of(key->second);
}

}  // namespace antin::keeper
