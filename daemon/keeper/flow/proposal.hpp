// What security officers want: a bundle, or other officers, as it lies in its folder, read to the end and held against
// the officers, the ledger and the revocation lists. Nothing changes by proposing; the flow takes a proposal whole.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>

#include "daemon/keeper/bundles/kept.hpp"
#include "daemon/keeper/flow/in_force.hpp"

namespace antin::keeper {

struct PolicyPlaces {
  std::filesystem::path policy;      // the bundle
  std::filesystem::path officers;    // officers.toml and certificates: a new log's first, and those who shall follow
  std::filesystem::path revocation;  // lists
};

// A bundle's files, and where to read what the officers have signed over them, when that is needed.
struct BundleSource {
  policy::bundle::BundleFiles files;
  std::function<base::Result<policy::bundle::SignedStatement>()> signed_statement;
  bool uploaded = false;  // it did not come from the folder
  // Certificates that were parsed as they arrived, by the hash of their files.
  const std::map<base::Sha256Hash, crypto::Certificate>* arrived = nullptr;
};

struct BundleProposal {
  policy::bundle::BundleFiles files;
  std::optional<policy::bundle::Vouched>
      vouched;                         // none: the one that came into force last, which was vouched for then
  std::vector<Superseded> superseded;  // what approvals may still name
  std::unique_ptr<InForce> in_force;   // with all of these, and the ledger's people
  bool uploaded = false;
};

// The error names what is wrong by file, and by line and key in TOML. `before`: what is in force while antind runs;
// what is the same in it is not parsed once more, for meanwhile nobody gets an answer.
base::Result<BundleProposal> propose_bundle(const PolicyPlaces& places, const policy::bundle::Officers& officers,
                                            Ledger& ledger, const LedgerIdentity& identity, Clock& clock,
                                            const InForce* before = nullptr);
base::Result<BundleProposal> propose_bundle(BundleSource source, const PolicyPlaces& places,
                                            const policy::bundle::Officers& officers, Ledger& ledger,
                                            const LedgerIdentity& identity, Clock& clock,
                                            const InForce* before = nullptr);

// At a start: that of the folder too. But where the one in force came over the wire, and what lies in the folder is not
// newer, the one in force as the ledger has it.
base::Result<BundleProposal> propose_at_start(const PolicyPlaces& places, const policy::bundle::Officers& officers,
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
