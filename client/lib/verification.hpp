// Offline verification of a sealed document: seal, timestamp and both chains, with nothing of the appliance running.
#pragma once

#include <optional>
#include <vector>

#include "core/evidence/detached_cms.hpp"
#include "core/evidence/timestamp_token.hpp"

namespace antin::client {

struct VerifiedSeal {
  evidence::SignedBy seal;
  std::optional<evidence::Timestamp> timestamp;  // of the token in the seal
  base::Instant judged_at;                       // genTime; without a timestamp the time given
};

// `documents`: the document's digests, one for each algorithm; the seal's own is used. With a timestamp, trust in the
// seal is judged at genTime, else at `now`.
base::Result<VerifiedSeal, evidence::Problem> verify_seal(const std::vector<base::Digest>& documents,
                                                          base::ByteView cms, const evidence::Trust& trust,
                                                          base::Instant now);

// Whether the token is over SHA-256 of these octets; whom the token is from is not judged.
bool is_stamped(base::ByteView octets, base::ByteView token);

}  // namespace antin::client
