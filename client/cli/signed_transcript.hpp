// A key ceremony's transcript as the log keeps it, and who of the security officers have signed it: checked again here,
// nobody's word is taken for it.
#pragma once

#include <functional>
#include <string>

#include "client/cli/json.hpp"
#include "client/cli/outcome.hpp"

namespace antin::cli {

struct SignedTranscript {
  std::string text;
  std::string signers;  // for people: "so-1 (subject), so-2 (subject)"
};

using BlobOf = std::function<Outcome<base::Bytes>(const std::string& hash)>;

// Of an entry with a `note`. Refused: another text than the entry names, and an officer of the entry who has not
// signed.
Outcome<SignedTranscript> signed_transcript(const EntryFacts& facts, const BlobOf& blob_of);

}  // namespace antin::cli
