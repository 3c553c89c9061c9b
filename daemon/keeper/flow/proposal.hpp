// What security officers want: a bundle, or other officers, as it lies in its folder, read to the end and held against
// the officers, the ledger and the revocation lists. Nothing changes by proposing; the flow takes a proposal whole.
#pragma once

#include <filesystem>
#include <memory>

#include "daemon/keeper/bundles/kept.hpp"
#include "daemon/keeper/flow/in_force.hpp"

namespace antin::keeper {

struct PolicyPlaces {
  std::filesystem::path policy;      // the bundle
  std::filesystem::path officers;    // officers.toml and certificates: a new log's first, and those who shall follow
  std::filesystem::path revocation;  // lists
};

struct BundleProposal {
  policy::bundle::BundleFiles files;
  std::optional<policy::bundle::Vouched>
      vouched;                         // none: the one that came into force last, which was vouched for then
  std::vector<Superseded> superseded;  // what approvals may still name
  std::unique_ptr<InForce> in_force;   // with all of these, and the ledger's people
};

// The error names what is wrong by file, and by line and key in TOML.
base::Result<BundleProposal> propose_bundle(const PolicyPlaces& places, const policy::bundle::Officers& officers,
                                            Ledger& ledger, const LedgerIdentity& identity, Clock& clock);

struct OfficersProposal {
  policy::bundle::Officers officers;
  std::vector<policy::bundle::Signer> signers;  // of the set before
};

// Officers who follow `before`, by the word of a quorum of those. Old and new must stand now, by the people trust in
// force: a set that could not sign would lock everybody out.
base::Result<OfficersProposal> propose_officers(const std::filesystem::path& folder,
                                                const policy::bundle::Officers& before, const evidence::Trust& people,
                                                base::Instant now);

}  // namespace antin::keeper
