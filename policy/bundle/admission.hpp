// May this bundle come into force? Only as the statement says that a quorum of the security officers signed, and only
// after the bundle that it names.
#pragma once

#include "core/statement/bundle.hpp"
#include "policy/bundle/bundle.hpp"
#include "policy/bundle/signatures.hpp"

namespace antin::policy::bundle {

// The bundle in force, or the last that was.
struct Predecessor {
  std::uint64_t version = 0;
  base::Sha256Hash digest{};
};

// A bundle that the officers have signed, before its text is parsed: nothing of what nobody vouches for reaches the
// parser.
struct Vouched {
  statement::Bundle statement;
  std::vector<Signer> signers;
};
base::Result<Vouched> vouch(const SignedStatement& signed_statement, const Officers& officers,
                            const std::optional<Predecessor>& before);
// The same, and that these are the files that were signed.
base::Result<Vouched> vouch(const BundleFiles& files, const SignedStatement& signed_statement, const Officers& officers,
                            const std::optional<Predecessor>& before);

// The rest, once it is parsed. `people`: the bundle's own authorities for people, with revocation lists. A bundle under
// which its own officers do not stand is refused too: no other could ever follow it.
base::Result<void> admit(const Bundle& bundle, const Vouched& vouched, const evidence::Trust& people,
                         base::Instant now);

}  // namespace antin::policy::bundle
