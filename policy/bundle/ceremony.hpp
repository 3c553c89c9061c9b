// What a key ceremony says of itself, held against the security officers of a log. They are among those who sign its
// transcript, so nobody else can claim one.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/statement/transcript.hpp"
#include "policy/bundle/officers.hpp"
#include "policy/bundle/signatures.hpp"

namespace antin::policy::bundle {

struct Ceremony {
  statement::Transcript transcript;
  base::Sha256Hash hash{};      // of the transcript's text: what was signed, whatever the signatures' octets
  base::Bytes note;             // the text with all signatures, as it came
  std::vector<Signer> signers;  // the officers among its participants: a quorum. Their signatures are in the note
};

// A transcript of a ceremony for this log, no rehearsal, that each of the officers who took part has signed with the
// pinned certificate; they are a quorum. The signatures of others prove nothing here: whose they are only the
// ceremony's own plan says.
base::Result<Ceremony> open_ceremony(base::ByteView note, const Officers& officers);

// The officers that a new log pins, and the ceremony that left them in this folder; none: the folder has no
// `transcript.note`. One that was held for other officers is refused.
struct FirstOfficers {
  Officers officers;
  std::optional<Ceremony> ceremony;
};
base::Result<FirstOfficers> read_first_officers(const std::filesystem::path& folder, const std::string& log);

// Where a ceremony leaves its transcript for that.
std::filesystem::path ceremony_file(const std::filesystem::path& officers);

}  // namespace antin::policy::bundle
