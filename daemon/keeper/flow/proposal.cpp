#include "daemon/keeper/flow/proposal.hpp"

#include <chrono>

#include "daemon/keeper/bundles/people.hpp"
#include "daemon/process/logging.hpp"

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

// One that this program cannot read any more judges nothing: approvals that name it are made again. That is no reason
// not to start.
void remember(InForce& in_force, const std::vector<Superseded>& superseded, Ledger& ledger) {
  for (const auto& one : superseded) {
    auto bundle = kept_bundle(ledger, one.digest);
    if (bundle)
      in_force.remember(*std::move(bundle), one.until);
    else
      process::log_warning("no approval is judged by a superseded bundle: " + bundle.error().text);
  }
}

}  // namespace

base::Result<BundleProposal> propose_bundle(const PolicyPlaces& places, const policy::bundle::Officers& officers,
                                            Ledger& ledger, const LedgerIdentity& identity, Clock& clock) {
  const auto now = clock.read().now;
  auto files = policy::bundle::read_bundle_files(places.policy);
  if (!files) return files.error();
  const auto last = kept_bundle(ledger);
  if (!last) return last.error();
  auto superseded = still_named(ledger, now);
  if (!superseded) return superseded.error();

  BundleProposal proposal{*std::move(files), std::nullopt, *std::move(superseded), nullptr};
  if (!*last || (*last)->bundle != policy::bundle::digest_of(proposal.files)) {
    const auto signed_statement = policy::bundle::read_signed(places.policy);
    if (!signed_statement) return signed_statement.error();
    auto vouched = policy::bundle::vouch(proposal.files, *signed_statement, officers, predecessor(*last));
    if (!vouched) return vouched.error();
    proposal.vouched = *std::move(vouched);
    // What approvals of another log name judges none of this one.
    if (*last && (*last)->log == officers.statement.log)
      proposal.superseded.push_back({(*last)->bundle, now + superseded_life});
  }
  auto bundle = policy::bundle::make_bundle(proposal.files);
  if (!bundle) return bundle.error();
  auto in_force = make_in_force(*std::move(bundle), places, ledger, identity.start, clock);
  if (!in_force) return in_force.error();
  auto roster = kept_roster(ledger, identity.person_key, (*in_force)->bundle());
  if (!roster) return roster.error();
  (*in_force)->take(*std::move(roster));
  proposal.in_force = *std::move(in_force);
  if (proposal.vouched) {
    const auto admitted =
        policy::bundle::admit(proposal.in_force->bundle(), *proposal.vouched, proposal.in_force->people(), now);
    if (!admitted) return admitted.error();
  }
  remember(*proposal.in_force, proposal.superseded, ledger);
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
