// `antin/ceremony-transcript/v1`: what came of a key ceremony. Every participant signs it, as a C2SP signed note.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/digest.hpp"
#include "core/base/result.hpp"

namespace antin::statement {

// What came of a step. `key`: the hash of the public key of one that was made; `certificate`: that of a key's;
// `kept`: that of the public key of one that was there before and stays; `replaces`: no hash, and by which key it is
// replaced; `changed`, `split-anew`: no hash, but which PIN or key of a token whose shares have a new group;
// `backup`, `vendor`: no hash, but how a key is backed up and what a step by the vendor's means left; `destroyed`: that
// of the public key, in which token of which HSM; `backup-destroyed`: that of its file; `restored`: that of the public
// key of one that came out of its backup, and the ceremony that had made it.
struct TranscriptResult {
  std::string what;
  std::string label;  // of a key or token, or the name of a step by the vendor's means
  std::optional<base::Sha256Hash> hash = {};
  std::string detail = {};  // empty: none
  friend bool operator==(const TranscriptResult&, const TranscriptResult&) = default;
};

struct Transcript {
  std::string log;              // origin of the log that the keys are for
  std::string ceremony;         // identifier
  base::Sha256Hash plan{};      // of plan.lock
  base::Sha256Hash officers{};  // of the `antin/officers/v1` by which a new log pins the officers of the plan
  bool rehearsal = false;
  std::uint64_t lines = 0;  // of the journal, up to the step in which this is signed
  base::Sha256Hash journal{};
  std::uint64_t resumes = 0;  // how often it was gone on with, after whatever ended the program
  std::uint64_t stops = 0;    // what the program would not go on with
  std::uint64_t exceptions = 0;
  std::map<std::string, base::Sha256Hash> formers;       // hash of the transcript by ceremony: what this one builds on
  std::map<std::string, base::Sha256Hash> participants;  // hash of the certificate by id
  std::vector<TranscriptResult> results;

  friend bool operator==(const Transcript&, const Transcript&) = default;
};

std::string print(const Transcript& transcript);

// With all its signatures: it goes to antind in one message.
constexpr std::size_t transcript_note_limit = 60 * 1024;

// Under which name a participant signs the note.
std::string transcript_signer(const std::string& ceremony, const std::string& participant);

// The error says which line is wrong and what was expected there; it quotes nothing of the input.
base::Result<Transcript> parse_transcript(std::string_view text);

}  // namespace antin::statement
