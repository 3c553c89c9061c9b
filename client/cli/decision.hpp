// What an auditor holds against the entry of a step that is done, or of a revision that ended: whether the people it
// names have signed just this, alone or in bulk, whether the entry before leads here, whether the bundle allows it, and
// of a step whether its seal is by the key and over what they approved, and whether the token is the one that it
// names. Nobody's word is taken for it.
#pragma once

#include <map>

#include "client/cli/findings.hpp"
#include "client/cli/json.hpp"
#include "client/protocol/codec.hpp"
#include "core/base/secret.hpp"
#include "core/evidence/trust.hpp"
#include "policy/bundle/bundle.hpp"

namespace antin::cli {

// What the entry names by hash. Whoever fetches it has compared the hashes.
struct DecisionEvidence {
  std::vector<protocol::Approval> approvals;  // one for each person, in the entry's order
  std::optional<base::Bytes> seal;
  base::Bytes token;  // none where a revision ended
};

// By hash of the certificate: the roster id of the person whose it is.
using People = std::map<base::Sha256Hash, std::string>;

// What an auditor says the entry before is.
struct EntryBefore {
  base::Sha256Hash leaf{};
  EntryFacts facts;
};

struct AuditorsMeans {
  std::string log;  // the origin
  const evidence::Trust& trust;
  base::ByteView person_key;
  std::optional<People> people;       // none: the auditor has no roster at hand
  std::optional<EntryBefore> before;  // completed the step before, or ended the revision before; when it was looked up
  base::Instant now;
  const policy::bundle::Bundle* bundle = nullptr;  // that the entry names; none: it is not at hand
};

std::vector<Finding> findings_about(const EntryFacts& facts, const DecisionEvidence& evidence,
                                    const AuditorsMeans& means);

}  // namespace antin::cli
