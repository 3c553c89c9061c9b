// What the entry of a log that was lost says, read from the octets that a client gave back. Whether that log held it is
// for its proof to show; what is read here has the form of our entries or is refused.
#pragma once

#include "core/base/result.hpp"
#include "daemon/keeper/ledger/ledger.hpp"

namespace antin::keeper {

struct GivenPerson {
  std::string id;  // `hmac:<hex>`
  base::Sha256Hash statement{};
  std::optional<base::Sha256Hash> bulk;  // that was signed, when the statement is an item of it
};

struct GivenEntry {
  std::optional<base::Act> ending;  // none: a step that is done
  StepName name;                    // of an ending that is no return: with no step
  base::Instant at;
  base::Digest digest;  // that was approved
  std::vector<GivenPerson> people;
  std::string system;
  std::string reason;                    // of an ending
  std::string key;                       // of a seal; else empty
  std::optional<base::Sha256Hash> seal;  // none: the step has none
  base::Sha256Hash token{};              // of a step
};

// Of a step that is done, or of a revision that ended; others are nobody's receipt.
base::Result<GivenEntry> parse_given_entry(base::ByteView entry);

}  // namespace antin::keeper
