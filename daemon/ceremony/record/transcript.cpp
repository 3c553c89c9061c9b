#include "daemon/ceremony/record/transcript.hpp"

namespace antin::ceremony {
namespace {

void add(std::string& out, std::string_view key, std::string_view value) {
  out.append(key).append(": ").append(value) += '\n';
}

// What came of each key, in the order of the steps.
void add_keys(std::string& out, const std::vector<Step>& steps, const Entries& entries) {
  for (const auto& step : steps) {
    const auto* end = end_of(entries, step.id);
    if (end == nullptr) continue;
    if (step.act == Act::generate) add(out, "key", step.object + " " + end->fact("public-key"));
    if (step.act == Act::certificate) add(out, "certificate", step.object + " " + end->fact("certificate"));
  }
}

}  // namespace

base::Result<std::string> transcript_text(const LockedPlan& locked, const std::vector<Step>& steps,
                                          const Entries& entries) {
  const auto* begin = begin_of(entries, steps.back().id);
  if (begin == nullptr) return base::Error{"the ceremony has not come to its transcript"};
  const Entries until(entries.begin(), entries.begin() + static_cast<std::ptrdiff_t>(begin->number));
  std::string out = "antin/ceremony-transcript/v1\n";
  add(out, "log", locked.plan.log);
  add(out, "ceremony", locked.plan.ceremony);
  add(out, "plan", base::print(locked.hash));
  add(out, "rehearsal", is_rehearsal(entries) ? "yes" : "no");
  add(out, "lines", std::to_string(begin->number));
  add(out, "journal", base::print(begin->hash));
  add(out, "exceptions", std::to_string(exceptions_in(until).size()));
  for (const auto& [id, participant] : locked.plan.participants)
    add(out, "participant", id + " " + base::print(participant.certificate));
  add_keys(out, steps, until);
  return out;
}

base::Result<tlog::VerifierKey> note_key(const LockedPlan& locked, const std::string& participant) {
  const auto& certificate = locked.certificates.at(locked.plan.participants.at(participant).certificate);
  return tlog::verifier_key(locked.plan.ceremony + "/" + participant, tlog::KeyType::ecdsa, certificate.spki);
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
