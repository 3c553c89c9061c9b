// What registrars signed, verified down to their certificates; and the certificate of the person whom it is about.
#pragma once

#include "client/protocol/codec.hpp"
#include "daemon/keeper/approvals/approvals.hpp"
#include "policy/registration.hpp"

namespace antin::keeper {

struct VerifiedRegistrars {
  std::vector<policy::RegistrarSignature> signatures;
  std::vector<base::Bytes> certificates;  // DER, blobs; of those that could be read
  std::string problem;                    // for the log; empty when nothing is wrong
};

// Chain, usage (purpose person) and revocation at `now`, as of approvals.
VerifiedRegistrars verify_registrars(const protocol::ChangeRoster& change, const evidence::Trust& people,
                                     base::Instant now);

// One item as the rules look at it.
struct ReadItem {
  base::Bytes statement;                        // of the change, alone or as an item
  base::Sha256Hash hash{};                      // of that
  std::optional<policy::RosterStatement> said;  // none when it does not parse, or its batch does not agree with it
  std::optional<base::Sha256Hash> batch;        // hash of the batch that was signed for it
  bool is_covered = true;                       // false: its path does not lead to the root that was signed
};
ReadItem read_item(const protocol::ChangeRoster& change, const protocol::RosterItem& item);

// What the rules need to know of the person's certificate. `person_key`: of the ledger, see crypto::identity_of.
policy::PresentedCertificate verify_presented(base::ByteView certificate, const evidence::Trust& people,
                                              base::ByteView person_key, base::Instant now);

}  // namespace antin::keeper
