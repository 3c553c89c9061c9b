// A ceremony's transcript, signed as a note by people whose keys and certificates lie in a folder: openssl signs.
#pragma once

#include "core/crypto/certificate.hpp"
#include "core/statement/transcript.hpp"
#include "core/tlog/note.hpp"
#include "tests/support/foreign_tools.hpp"
#include "tests/support/must.hpp"

namespace antin::test {

// FOLDER/<name>.crt
inline crypto::Certificate certificate_in(const ToolDirectory& tools, const std::string& folder,
                                          const std::string& name) {
  return must(crypto::certificate_from_pem(tools.read(folder + "/" + name + ".crt")));
}

inline tlog::NoteSignature note_signature(const ToolDirectory& tools, const std::string& folder,
                                          const statement::Transcript& transcript, const std::string& participant,
                                          const std::string& name) {
  tools.write("transcript", statement::print(transcript));
  tools.must_run("openssl dgst -sha256 -sign '" + folder + "/" + name + ".key' -out transcript.sig transcript");
  const auto key = must(tlog::verifier_key(statement::transcript_signer(transcript.ceremony, participant),
                                           tlog::KeyType::ecdsa, certificate_in(tools, folder, name).spki));
  return {key.name, key.id(), tools.read("transcript.sig")};
}

// The participants of the transcript, who are called as their files are, sign it: those of `signers`.
inline std::string ceremony_note(const ToolDirectory& tools, const std::string& folder,
                                 const statement::Transcript& transcript, const std::vector<std::string>& signers) {
  tlog::Note note{statement::print(transcript), {}};
  for (const auto& name : signers) note.signatures.push_back(note_signature(tools, folder, transcript, name, name));
  return tlog::print(note);
}

// Of a ceremony in which these took part.
inline statement::Transcript transcript_of(const ToolDirectory& tools, const std::string& folder,
                                           const std::string& log, const std::vector<std::string>& participants) {
  statement::Transcript transcript;
  transcript.log = log;
  transcript.ceremony = "test-2026.1";
  transcript.plan.fill(0x11);
  transcript.journal.fill(0x22);
  transcript.lines = 7;
  for (const auto& name : participants) transcript.participants.emplace(name, certificate_in(tools, folder, name).hash);
  transcript.results.push_back({"key", "seal/79/department/2026.1", transcript.plan});
  return transcript;
}

}  // namespace antin::test
