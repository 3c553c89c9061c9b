#include "daemon/ceremony/record/transcript.hpp"

#include <functional>
#include <limits>

#include "core/statement/transcript.hpp"
#include "daemon/ceremony/record/officers.hpp"

namespace antin::ceremony {
namespace {

// What a step observed, by name; empty where it observed no such thing.
using FactOf = std::function<std::string(const Step& step, const std::string& name)>;

// What came of each step, in their order.
class Results {
 public:
  Results(const Plan& plan, const FactOf& fact_of) : m_plan(plan), m_fact_of(fact_of) {}

  void take(const Step& step) {
    if (step.act == Act::compare) add_hash("kept", step, step.object, "public-key");
    if (step.act == Act::generate) take_new_key(step);
    if (step.act == Act::vendor)
      say("vendor", step.object, step.token + " " + m_fact_of(step, "evidence") + m_fact_of(step, "line"));
    if (step.act == Act::change_user_pin || step.act == Act::change_so_pin)
      say("changed", step.object, m_fact_of(step, "pin") + " " + m_fact_of(step, "group"));
    if (step.act == Act::resplit) say("split-anew", step.object, "backup-key " + m_fact_of(step, "group"));
    if (step.act == Act::destroy)
      add_hash("destroyed", step, step.object, "public-key", step.token + " " + m_fact_of(step, "serial"));
    if (step.act == Act::dispose) add_hash("backup-destroyed", step, step.object, "wrapped " + step.object);
    if (step.act == Act::recover)
      for (const auto& label : m_plan.keys_of(step.object, Fate::restore))
        add_hash("restored", step, label, "restored " + label, m_plan.keys.at(label).known->from);
    if (step.act == Act::certificate) add_hash("certificate", step, step.object, "certificate");
  }

  std::vector<statement::TranscriptResult> all;

 private:
  void take_new_key(const Step& step) {
    add_hash("key", step, step.object, "public-key");
    const auto& planned = m_plan.keys.at(step.object);
    if (planned.backup == Backup::vendor)
      say("backup", step.object, "vendor, never-extractable " + m_fact_of(step, "never-extractable"));
    if (const auto& old = planned.replaces) say("replaces", *old, "by " + step.object);
  }
  void say(const char* what, const std::string& label, const std::string& detail) {
    all.push_back({what, label, std::nullopt, detail});
  }
  void add_hash(const char* what, const Step& step, const std::string& label, const std::string& fact,
                const std::string& detail = {}) {
    const auto hash = base::parse_sha256(m_fact_of(step, fact));
    if (hash) all.push_back({what, label, *hash, detail});
  }

  const Plan& m_plan;
  const FactOf& m_fact_of;
};

std::vector<statement::TranscriptResult> results_of(const std::vector<Step>& steps, const Plan& plan,
                                                    const Entries& entries) {
  const FactOf fact_of = [&](const Step& step, const std::string& name) {
    return end_of(entries, step.id)->fact(name);
  };
  Results results(plan, fact_of);
  for (const auto& step : steps)
    if (end_of(entries, step.id) != nullptr) results.take(step);
  return std::move(results.all);
}

// With a hash wherever there may be one, and the longest name wherever there may be a name.
std::vector<statement::TranscriptResult> longest_results(const Plan& plan) {
  constexpr std::size_t longest_name = 128;
  constexpr std::size_t longest_line = 256;
  const FactOf fact_of = [](const Step&, const std::string& name) {
    if (name == "line") return std::string(longest_line, 'x');
    const bool is_name = name == "serial" || name == "pin" || name == "group";
    return is_name ? std::string(longest_name, 'x') : base::print(base::Sha256Hash{});
  };
  Results results(plan, fact_of);
  for (const auto& step : steps_of(plan)) results.take(step);
  return std::move(results.all);
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
                                   of_kind(until, Kind::resume).size(),
                                   of_kind(until, Kind::stop).size(),
                                   of_kind(until, Kind::exception).size(),
                                   {},
                                   {},
                                   results_of(steps, locked.plan, until)};
  for (const auto& [ceremony, former] : locked.plan.formers) transcript.formers.emplace(ceremony, former.note);
  for (const auto& [id, participant] : locked.plan.participants)
    transcript.participants.emplace(id, participant.certificate);
  return statement::print(transcript);
}

base::Result<void> check_transcript_size(const Plan& plan) {
  constexpr auto most = std::numeric_limits<std::uint32_t>::max();
  constexpr std::size_t longest_signature = 72;  // ECDSA P-256 in DER
  statement::Transcript longest{plan.log, plan.ceremony,        {}, {}, true, most, {}, most, most, most, {},
                                {},       longest_results(plan)};
  std::size_t size = 0;
  for (const auto& [ceremony, former] : plan.formers) longest.formers.emplace(ceremony, former.note);
  for (const auto& [id, participant] : plan.participants) {
    longest.participants.emplace(id, participant.certificate);
    const auto signer = statement::transcript_signer(plan.ceremony, id);
    size += tlog::print(tlog::NoteSignature{signer, {}, base::Bytes(longest_signature)}).size();
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
