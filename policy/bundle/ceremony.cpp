#include "policy/bundle/ceremony.hpp"

#include "core/base/file.hpp"
#include "core/crypto/sha2.hpp"
#include "core/tlog/note.hpp"

namespace antin::policy::bundle {
namespace {

base::Error wrong(const std::string& why) { return {"the ceremony's transcript " + why}; }

base::Result<void> check_purpose(const statement::Transcript& transcript, const std::string& log) {
  if (transcript.log != log) return wrong("is for the log " + transcript.log + ", not for " + log);
  if (transcript.rehearsal) return wrong("is of a rehearsal: nothing of it counts");
  return {};
}

// Officers and participants are matched by certificate: a plan may name people otherwise than the log does.
base::Result<std::vector<Signer>> signers_of(const tlog::Note& note, const statement::Transcript& transcript,
                                             const Officers& officers) {
  std::vector<Signer> signers;
  for (const auto& [participant, hash] : transcript.participants)
    for (const auto& [id, certificate] : officers.certificates) {
      if (certificate.hash != hash) continue;
      const auto key = tlog::verifier_key(statement::transcript_signer(transcript.ceremony, participant),
                                          tlog::KeyType::ecdsa, certificate.spki);
      if (!key) return wrong("cannot be signed by officer " + id + ": " + key.error().text);
      if (!tlog::is_signed_by(note, *key)) return wrong("is not signed by officer " + id + ", who took part");
      signers.push_back({id, certificate, {}});
    }
  return signers;
}

}  // namespace

base::Result<Ceremony> open_ceremony(base::ByteView octets, const Officers& officers) {
  const auto note = tlog::parse_note(base::text(octets));
  if (!note) return wrong("is no signed note: " + note.error().text);
  auto transcript = statement::parse_transcript(note->text);
  if (!transcript) return wrong("cannot be read: " + transcript.error().text);
  if (auto fits = check_purpose(*transcript, officers.statement.log); !fits) return fits.error();
  auto signers = signers_of(*note, *transcript, officers);
  if (!signers) return signers.error();
  if (signers->size() < officers.statement.threshold)
    return wrong("is signed by " + std::to_string(signers->size()) + " of the log's security officers, " +
                 std::to_string(officers.statement.threshold) + " are needed");
  return Ceremony{*std::move(transcript), crypto::sha256(base::view(note->text)), base::copy(octets),
                  *std::move(signers)};
}

base::Result<FirstOfficers> read_first_officers(const std::filesystem::path& folder, const std::string& log) {
  auto officers = read_officers(folder, log, nullptr);
  if (!officers) return officers.error();
  FirstOfficers first{*std::move(officers), std::nullopt};
  const auto file = ceremony_file(folder);
  if (!std::filesystem::exists(std::filesystem::symlink_status(file))) return first;
  const auto note = base::read_file(file, statement::transcript_note_limit);
  if (!note) return note.error();
  auto ceremony = open_ceremony(*note, first.officers);
  if (!ceremony) return base::Error{file.string() + ": " + ceremony.error().text};
  if (ceremony->transcript.officers != hash_of(first.officers.statement))
    return base::Error{file.string() + ": the ceremony was held for other security officers, or another threshold"};
  first.ceremony = *std::move(ceremony);
  return first;
}

std::filesystem::path ceremony_file(const std::filesystem::path& officers) { return officers / "transcript.note"; }

}  // namespace antin::policy::bundle
