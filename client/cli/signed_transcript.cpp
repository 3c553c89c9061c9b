#include "client/cli/signed_transcript.hpp"

#include <algorithm>

#include "core/crypto/certificate.hpp"
#include "core/crypto/sha2.hpp"
#include "core/statement/transcript.hpp"
#include "core/tlog/note.hpp"

namespace antin::cli {
namespace {

Stop mismatch(const std::string& text) { return {Exit::refused, "LOG_MISMATCH", text}; }

bool is_signed_by(const tlog::Note& note, const statement::Transcript& transcript,
                  const crypto::Certificate& certificate) {
  return std::any_of(transcript.participants.begin(), transcript.participants.end(), [&](const auto& participant) {
    if (participant.second != certificate.hash) return false;
    const auto name = statement::transcript_signer(transcript.ceremony, participant.first);
    const auto key = tlog::verifier_key(name, tlog::KeyType::ecdsa, certificate.spki);
    return key && tlog::is_signed_by(note, *key);
  });
}

}  // namespace

Outcome<SignedTranscript> signed_transcript(const EntryFacts& facts, const BlobOf& blob_of) {
  const auto octets = blob_of(facts.note);
  if (!octets) return octets.error();
  const auto note = tlog::parse_note(base::text(*octets));
  if (!note || base::print(crypto::sha256(base::view(note->text))) != facts.transcript)
    return mismatch("what is stored is not the transcript that the entry names");
  const auto transcript = statement::parse_transcript(note->text);
  if (!transcript) return mismatch("the ceremony's transcript: " + transcript.error().text);
  SignedTranscript read{note->text, {}};
  for (const auto& [id, hash] : facts.named_officers) {
    const auto der = blob_of(hash);
    if (!der) return der.error();
    const auto certificate = crypto::parse_certificate(*der);
    if (!certificate) return mismatch("the certificate of officer " + id + ": " + certificate.error().text);
    if (!is_signed_by(*note, *transcript, *certificate))
      return Stop{Exit::refused, "SIGNATURE_INVALID", "officer " + id + " has not signed the ceremony's transcript"};
    read.signers += (read.signers.empty() ? "" : ", ") + id + " (" + certificate->subject + ")";
  }
  return read;
}

}  // namespace antin::cli
