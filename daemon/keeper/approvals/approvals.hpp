// Approvals: what a person signed, verified down to the person's certificate; and whether an earlier one still stands.
#pragma once

#include <string>

#include "core/evidence/trust.hpp"
#include "policy/decide.hpp"

namespace antin::keeper {

// Who may sign: people, and systems where these vouch for people.
struct Signers {
  const evidence::Trust& people;
  const evidence::Trust& systems;
};

struct VerifiedApproval {
  policy::PersonApproval approval;  // for the rules; hash of the statement's text always, statement when it parses
  base::Bytes certificate;          // DER of the signer, a blob; empty when the CMS could not be read so far
  std::string problem;              // for the log; empty when nothing is wrong, or a text does not parse
  std::optional<base::Sha256Hash> bulk = {};  // of the bulk statement that was signed, when the approval is an item's
};

// `statement` and `cms` as they came. Chain, usage and revocation at `now`, of the person or, where the statement
// vouches for one, of the system. The chain is built from what `signers` holds alone: certificates that the CMS brings
// along count for nothing, or any CA below a shared root could make people.
VerifiedApproval verify_approval(base::ByteView statement, base::ByteView cms, const Signers& signers,
                                 base::Instant now);

// The same for a statement that ends a revision.
VerifiedApproval verify_ending(base::ByteView statement, base::ByteView cms, const evidence::Trust& people,
                               base::Instant now);

// Sealing re-checks who approved before: does this signer's certificate (DER, from the blobs) still stand, for an
// approval that was accepted at `at`? The chain is judged at `at`, the freshness of revocation lists at `now`.
policy::Verification recheck_approver(base::ByteView certificate, const Signers& signers, base::Instant at,
                                      base::Instant now);

// Exhaustive; a fault that the rules have no word for becomes the nearest that refuses.
policy::Verification verification_of(evidence::Fault fault);

}  // namespace antin::keeper
