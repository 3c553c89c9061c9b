// What the ledger keeps of the security officers and of the bundles that they put into force: enough to hold the next
// bundle against, to judge by one that was superseded, and for auditors to check each again. All of it is blobs by
// hash; a bundle's name is the hash of its manifest.
#pragma once

#include "core/statement/bundle.hpp"
#include "daemon/keeper/ledger/entry.hpp"
#include "daemon/keeper/ledger/ledger.hpp"
#include "policy/bundle/admission.hpp"
#include "policy/bundle/ceremony.hpp"

namespace antin::keeper {

// A bundle that another has replaced, and how long approvals that name it are still judged by it.
struct Superseded {
  base::Sha256Hash digest{};
  base::Instant until;
};

// None of them: a new log. An error: the ledger does not hold what it must.
base::Result<std::optional<policy::bundle::Officers>> kept_officers(Ledger& ledger);
base::Result<std::optional<statement::Bundle>> kept_bundle(Ledger& ledger);
base::Result<std::vector<Superseded>> kept_superseded(Ledger& ledger);
base::Result<policy::bundle::BundleFiles> kept_files(Ledger& ledger, const base::Sha256Hash& digest);

// The digest of the last bundle that came over the wire and not from the policy folder; none: there was none.
base::Result<std::optional<base::Sha256Hash>> kept_uploaded(Ledger& ledger);

// Is all of it there: the officers, the bundle in force and those that approvals may still name, file by file, and the
// entries of key ceremonies?
base::Result<void> check_kept(Ledger& ledger);

// Into the ledger's open batch.
LedgerResult<void> keep_officers(Ledger& ledger, const policy::bundle::Officers& officers,
                                 const std::vector<policy::bundle::Signer>& signers);
LedgerResult<void> keep_bundle(Ledger& ledger, const policy::bundle::BundleFiles& files,
                               const policy::bundle::Vouched& vouched, const std::vector<Superseded>& superseded);
LedgerResult<void> keep_uploaded(Ledger& ledger, const base::Sha256Hash& bundle);

EntryCeremony named(const policy::bundle::Ceremony& ceremony);
std::vector<EntrySigner> named(const std::vector<policy::bundle::Signer>& signers);

}  // namespace antin::keeper
