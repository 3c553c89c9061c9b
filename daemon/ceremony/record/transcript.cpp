#include "daemon/ceremony/record/transcript.hpp"

#include <limits>

#include "core/statement/transcript.hpp"
#include "daemon/ceremony/record/officers.hpp"

namespace antin::ceremony {
namespace {

// What came of each key, in the order of the steps.
std::vector<statement::TranscriptResult> results_of(const std::vector<Step>& steps, const Entries& entries) {
  std::vector<statement::TranscriptResult> results;
  for (const auto& step : steps) {
    const auto* end = end_of(entries, step.id);
    if (end == nullptr) continue;
    const auto add = [&](const char* what, const char* fact) {
      if (const auto hash = base::parse_sha256(end->fact(fact))) results.push_back({what, step.object, *hash});
    };
    if (step.act == Act::generate) add("key", "public-key");
    if (step.act == Act::certificate) add("certificate", "certificate");
  }
  return results;
}

}  // namespace

base::Result<std::string> transcript_text(const LockedPlan& locked, const std::vector<Step>& steps,
                                          const Entries& entries) {
  const auto* begin = begin_of(entries, steps.back().id);
  if (begin == nullptr) return base::Error{"the ceremony has not come to its transcript"};
  const Entries until(entries.begin(), entries.begin() + static_cast<std::ptrdiff_t>(begin->number));
  const auto officers = officers_of(locked.plan, locked.certificates);
  if (!officers) return officers.error();
  statement::Transcript transcript{locked.plan.log,
                                   locked.plan.ceremony,
                                   locked.hash,
                                   policy::bundle::hash_of(officers->statement),
                                   is_rehearsal(entries),
                                   begin->number,
                                   begin->hash,
                                   exceptions_in(until).size(),
                                   {},
                                   results_of(steps, until)};
  for (const auto& [id, participant] : locked.plan.participants)
    transcript.participants.emplace(id, participant.certificate);
  return statement::print(transcript);
}

base::Result<void> check_transcript_size(const Plan& plan) {
  constexpr auto most = std::numeric_limits<std::uint32_t>::max();
  constexpr std::size_t longest_signature = 72;  // ECDSA P-256 in DER
  statement::Transcript longest{plan.log, plan.ceremony, {}, {}, true, most, {}, most, {}, {}};
  std::size_t size = 0;
  for (const auto& [id, participant] : plan.participants) {
    longest.participants.emplace(id, participant.certificate);
    const auto signer = statement::transcript_signer(plan.ceremony, id);
    size += tlog::print(tlog::NoteSignature{signer, {}, base::Bytes(longest_signature)}).size();
  }
  for (const auto& [label, key] : plan.keys) {
    longest.results.push_back({"key", label, {}});
    if (key.subject) longest.results.push_back({"certificate", label, {}});
  }
  size += statement::print(longest).size();
  if (size <= statement::transcript_note_limit) return {};
  return base::Error{"the plan is too long for one ceremony: its transcript, signed, could have " +
                     std::to_string(size) + " octets, and a log takes " +
                     std::to_string(statement::transcript_note_limit) + ". Make two plans of it"};
}

base::Result<tlog::VerifierKey> note_key(const LockedPlan& locked, const std::string& participant) {
  const auto& certificate = locked.certificates.at(locked.plan.participants.at(participant).certificate);
  return tlog::verifier_key(statement::transcript_signer(locked.plan.ceremony, participant), tlog::KeyType::ecdsa,
                            certificate.spki);
}

base::Result<tlog::NoteSignature> read_note_signature(const LockedPlan& locked, const std::string& participant,
                                                      const std::string& text, std::string_view line) {
  auto signature = tlog::parse_signature_line(line);
  if (!signature) return signature;
  const auto key = note_key(locked, participant);
  if (!key) return key.error();
  if (!tlog::is_signed_by({text, {*signature}}, *key))
    return base::Error{"not a signature of " + participant + " over this transcript"};
  return signature;
}

}  // namespace antin::ceremony
