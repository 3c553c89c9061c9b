#include "daemon/keeper/flow/proposal.hpp"

#include <chrono>
#include <set>

#include "core/crypto/sha2.hpp"
#include "daemon/keeper/bundles/people.hpp"
#include "daemon/process/logging.hpp"
#include "policy/seal_key.hpp"

namespace antin::keeper {
namespace {

constexpr auto superseded_life = std::chrono::hours(24);

std::optional<policy::bundle::Predecessor> predecessor(const std::optional<statement::Bundle>& kept) {
  if (!kept) return std::nullopt;
  return policy::bundle::Predecessor{kept->version, kept->bundle};
}

base::Result<std::unique_ptr<InForce>> make_in_force(Bundle bundle, const PolicyPlaces& places, Ledger& ledger,
                                                     std::uint32_t start, Clock& clock) {
  const auto numbers = ledger.value(revocation_value);
  const auto responses = ledger.value(responses_value);
  const auto last = ledger.last_entry_time();
  if (!numbers || !responses || !last) return base::Error{"the ledger cannot be read"};
  const RevocationMarks marks{numbers->value_or(base::Bytes{}), responses->value_or(base::Bytes{})};
  return InForce::make(std::move(bundle), places.revocation, marks, {start, *last}, clock);
}

// A key that has retired seals nothing again, not under another label either. It may be named for what it has sealed.
base::Result<void> check_retired(const Bundle& bundle, const std::vector<SealKey>& keys, base::Instant now) {
  std::map<base::Sha256Hash, std::string> retired;
  for (const auto& key : keys)
    if (key.retired && key.public_key) retired.emplace(*key.public_key, key.label);
  std::set<std::string> labels;
  for (const auto& key : keys)
    if (key.retired) labels.insert(key.label);
  const auto& policy = bundle.rules.policy;
  for (const auto& [label, key] : policy.keys) {
    if (key.purpose != policy::KeyPurpose::seal) continue;
    if (policy::retirement_of(policy, key, now) != policy::Retirement::unknown) continue;
    if (labels.contains(label))
      return base::Error{"keys.toml: " + label + ": has retired, and seals nothing any more: take it out, or write " +
                         "`retired = true`, and name a key of the next generation"};
    const auto same = retired.find(crypto::sha256(bundle.spki_of(key).value()));
    if (same != retired.end())
      return base::Error{"keys.toml: " + label + ": is the key " + same->second + " again, which has retired"};
  }
  return {};
}

base::Result<std::vector<Superseded>> still_named(Ledger& ledger, base::Instant now) {
  auto all = kept_superseded(ledger);
  if (!all) return all.error();
  std::erase_if(*all, [&](const Superseded& one) { return one.until <= now; });
  return all;
}

base::Result<Bundle> kept_bundle(Ledger& ledger, const base::Sha256Hash& digest) {
  const auto files = kept_files(ledger, digest);
  if (!files) return files.error();
  return policy::bundle::make_bundle(*files);
}

// Whether somebody has put a later bundle into the folder: then that is meant, and held against the officers as ever.
bool lies_newer(const std::filesystem::path& folder, std::uint64_t version) {
  const auto signed_statement = policy::bundle::read_signed(folder);
  if (!signed_statement) return false;
  const auto said = statement::parse_bundle(signed_statement->text);
  return said && said->version > version;
}

// One that this program cannot read any more judges nothing: approvals that name it are made again. That is no reason
// not to start.
void remember(InForce& in_force, const std::vector<Superseded>& superseded, Ledger& ledger, const InForce* before,
              base::Instant now) {
  for (const auto& one : superseded) {
    if (const auto* rules = before == nullptr ? nullptr : before->rules(one.digest, now)) {
      in_force.remember(*rules, one.until);
      continue;
    }
    auto bundle = kept_bundle(ledger, one.digest);
    if (bundle)
      in_force.remember(std::move(bundle->rules), one.until);
    else
      process::log_warning("no approval is judged by a superseded bundle: " + bundle.error().text);
  }
}

policy::bundle::ParsedCertificate parsed_in(const BundleSource& source, const InForce* before) {
  return [&source, before](const std::string& path, const base::Sha256Hash& content) -> const crypto::Certificate* {
    if (before != nullptr) {
      const auto known = before->bundle().contents.find(path);
      if (known != before->bundle().contents.end() && known->second == content)
        return &before->bundle().certificates.at(path);
    }
    if (source.arrived == nullptr) return nullptr;
    const auto arrived = source.arrived->find(content);
    return arrived == source.arrived->end() ? nullptr : &arrived->second;
  };
}

}  // namespace

base::Result<BundleProposal> propose_bundle(const PolicyPlaces& places, const policy::bundle::Officers& officers,
                                            Ledger& ledger, const LedgerIdentity& identity, Clock& clock,
                                            const InForce* before) {
  auto files = policy::bundle::read_bundle_files(places.policy);
  if (!files) return files.error();
  BundleSource source{*std::move(files), [&] { return policy::bundle::read_signed(places.policy); }};
  return propose_bundle(std::move(source), places, officers, ledger, identity, clock, before);
}

base::Result<BundleProposal> propose_at_start(const PolicyPlaces& places, const policy::bundle::Officers& officers,
                                              Ledger& ledger, const LedgerIdentity& identity, Clock& clock) {
  const auto kept = kept_bundle(ledger);
  if (!kept) return kept.error();
  const auto uploaded = kept_uploaded(ledger);
  if (!uploaded) return uploaded.error();
  const bool came_over_the_wire = *kept && *uploaded == (*kept)->bundle && (*kept)->log == officers.statement.log;
  if (!came_over_the_wire || lies_newer(places.policy, (*kept)->version))
    return propose_bundle(places, officers, ledger, identity, clock);
  process::log_info("the policy is version " + std::to_string((*kept)->version) +
                    ", which came over the wire; the policy folder holds none that is newer");
  auto files = kept_files(ledger, (*kept)->bundle);
  if (!files) return files.error();
  BundleSource source{*std::move(files), [&] { return policy::bundle::read_signed(places.policy); }};
  return propose_bundle(std::move(source), places, officers, ledger, identity, clock);
}

base::Result<BundleProposal> propose_bundle(BundleSource source, const PolicyPlaces& places,
                                            const policy::bundle::Officers& officers, Ledger& ledger,
                                            const LedgerIdentity& identity, Clock& clock, const InForce* before) {
  const auto now = clock.read().now;
  const auto last = kept_bundle(ledger);
  if (!last) return last.error();
  auto superseded = still_named(ledger, now);
  if (!superseded) return superseded.error();

  BundleProposal proposal{std::move(source.files), std::nullopt, *std::move(superseded), nullptr, source.uploaded};
  if (!*last || (*last)->bundle != policy::bundle::digest_of(proposal.files)) {
    const auto signed_statement = source.signed_statement();
    if (!signed_statement) return signed_statement.error();
    auto vouched = policy::bundle::vouch(proposal.files, *signed_statement, officers, predecessor(*last));
    if (!vouched) return vouched.error();
    proposal.vouched = *std::move(vouched);
    // What approvals of another log name judges none of this one.
    if (*last && (*last)->log == officers.statement.log)
      proposal.superseded.push_back({(*last)->bundle, now + superseded_life});
  }
  auto bundle = policy::bundle::make_bundle(proposal.files, parsed_in(source, before));
  if (!bundle) return bundle.error();
  const auto keys = ledger.seal_keys();
  if (!keys) return base::Error{keys.error().text};
  if (proposal.vouched)
    if (auto fresh = check_retired(*bundle, *keys, now); !fresh) return fresh.error();
  auto in_force = make_in_force(*std::move(bundle), places, ledger, identity.start, clock);
  if (!in_force) return in_force.error();
  auto roster = kept_roster(ledger, identity.person_key, (*in_force)->bundle());
  if (!roster) return roster.error();
  (*in_force)->take(*std::move(roster));
  proposal.in_force = *std::move(in_force);
  for (const auto& key : *keys)
    if (key.retired) proposal.in_force->retire(key.label);
  if (proposal.vouched) {
    const auto admitted =
        policy::bundle::admit(proposal.in_force->bundle(), *proposal.vouched, proposal.in_force->people(), now);
    if (!admitted) return admitted.error();
  }
  remember(*proposal.in_force, proposal.superseded, ledger, before, now);
  return proposal;
}

base::Result<OfficersProposal> propose_officers(const std::filesystem::path& folder,
                                                const policy::bundle::Officers& before, const evidence::Trust& people,
                                                base::Instant now) {
  const auto signed_statement = policy::bundle::read_signed(folder);
  if (!signed_statement) return signed_statement.error();
  if (signed_statement->text == statement::print(before.statement))
    return base::Error{"these are the security officers already"};
  auto officers = policy::bundle::read_officers(folder, before.statement.log, &before.statement);
  if (!officers) return officers.error();
  if (signed_statement->text != statement::print(officers->statement))
    return base::Error{"signatures/statement.txt: is not what officers.toml says, after the officers of now"};
  auto signers = policy::bundle::open_quorum(*signed_statement, before);
  if (!signers) return signers.error();
  if (auto stand = policy::bundle::check_standing(*signers, people, now); !stand) return stand.error();
  for (const auto& [id, certificate] : officers->certificates)
    if (auto stands = people.check(certificate, {}, evidence::Purpose::person, now); !stands)
      return base::Error{"officers.toml: officer " + id + ": " + stands.error().text};
  return OfficersProposal{*std::move(officers), *std::move(signers)};
}

}  // namespace antin::keeper
