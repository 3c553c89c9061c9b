// The transcript: a short text that stands for the whole journal and names every key, signed by every participant as a
// C2SP signed note.
#pragma once

#include "core/tlog/note.hpp"
#include "daemon/ceremony/record/folder.hpp"
#include "daemon/ceremony/record/progress.hpp"

namespace antin::ceremony {

// Of the journal up to the beginning of the step in which it is signed.
base::Result<std::string> transcript_text(const LockedPlan& locked, const std::vector<Step>& steps,
                                          const Entries& entries);

// Refused: a plan whose transcript, signed by everyone, would be longer than what `anchor` may bring.
base::Result<void> check_transcript_size(const Plan& plan);

// Under which name and key a participant signs: "<ceremony>/<id>", ECDSA.
base::Result<tlog::VerifierKey> note_key(const LockedPlan& locked, const std::string& participant);

// The participant's line, verified.
base::Result<tlog::NoteSignature> read_note_signature(const LockedPlan& locked, const std::string& participant,
                                                      const std::string& text, std::string_view line);

}  // namespace antin::ceremony
