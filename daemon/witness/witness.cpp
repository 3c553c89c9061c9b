#include "daemon/witness/witness.hpp"

#include <optional>
#include <stdexcept>

#include "core/tlog/lines.hpp"

namespace antin::witness {
namespace {

Judgement refusal(Verdict verdict, std::string reason) { return {verdict, {}, 0, std::move(reason)}; }

// The first signature that holds. Only that one is kept beside ours: the others say nothing to us.
std::optional<tlog::NoteSignature> signature_of_log(const tlog::Note& note,
                                                    const std::vector<tlog::VerifierKey>& keys) {
  for (const auto& signature : note.signatures) {
    for (const auto& key : keys) {
      if (tlog::is_signed_by({note.text, {signature}}, key)) return signature;
    }
  }
  return std::nullopt;
}

// From nothing every tree may grow, and an empty tree has one root only.
bool is_first(const AddCheckpoint& request) {
  return request.proof.empty() && (request.checkpoint.size > 0 || request.checkpoint.root == tlog::empty_root());
}

Judgement conflict(std::uint64_t known_size, std::string reason) {
  return {Verdict::conflict, {}, known_size, std::move(reason)};
}

// Whether what we cosigned last is the beginning of the checkpoint; nullopt: it is.
std::optional<Judgement> objection(const AddCheckpoint& request, const Remembered* last) {
  const auto& [old_size, proof, note, checkpoint] = request;
  const auto known_size = last == nullptr ? 0 : last->checkpoint.size;
  if (old_size != known_size) return conflict(known_size, "the last size cosigned is " + std::to_string(known_size));
  if (last != nullptr && checkpoint.size == known_size && checkpoint.root != last->checkpoint.root)
    return conflict(known_size, "another root was cosigned at this size");
  const bool leads_there = old_size == 0 ? is_first(request)
                                         : tlog::verify_consistency(old_size, last->checkpoint.root, checkpoint.size,
                                                                    checkpoint.root, proof);
  if (!leads_there) return refusal(Verdict::wrong_proof, "the proof does not lead from the last root to this one");
  return std::nullopt;
}

}  // namespace

base::Result<Logs> parse_logs(std::string_view text) {
  Logs logs;
  for (int number = 1; !text.empty(); ++number) {
    const auto line = tlog::take_line(text);
    if (!line) return base::Error{"the last line does not end"};
    if (line->empty() || line->starts_with('#')) continue;
    auto key = tlog::parse_vkey(*line);
    if (!key) return base::Error{"line " + std::to_string(number) + ": " + key.error().text};
    if (key->type == tlog::KeyType::cosignature)
      return base::Error{"line " + std::to_string(number) + " is a witness's key, not a log's"};
    logs[key->name].push_back(std::move(*key));
  }
  if (logs.empty()) return base::Error{"no log is named"};
  return logs;
}

base::Result<Witness> Witness::make(const std::string& name, crypto::PrivateKey key, Logs logs, Memory memory) {
  auto vkey = tlog::verifier_key(name, tlog::KeyType::cosignature, key.spki());
  if (!vkey) return vkey.error();
  return Witness(std::move(*vkey), std::move(key), std::move(logs), std::move(memory));
}

const std::string* Witness::latest(const std::string& name) const {
  const auto* const last = m_memory.find_by_name(name);
  return last == nullptr ? nullptr : &last->note;
}

// In the order that the specification gives.
Judgement Witness::add_checkpoint(std::string_view body, base::Instant now) {
  const auto request = parse_add_checkpoint(body);
  if (!request) return refusal(Verdict::malformed, request.error().text);
  const auto log = m_logs.find(request->checkpoint.origin);
  if (log == m_logs.end()) return refusal(Verdict::unknown_log, "this log is not watched here");
  const auto of_log = signature_of_log(request->note, log->second);
  if (!of_log) return refusal(Verdict::unsigned_, "no signature by the log's key holds");
  if (request->old_size > request->checkpoint.size)
    return refusal(Verdict::malformed, "the old size is larger than the checkpoint's");
  if (auto objected = objection(*request, m_memory.find(request->checkpoint.origin))) return std::move(*objected);
  return cosign(*request, *of_log, now);
}

Judgement Witness::cosign(const AddCheckpoint& request, const tlog::NoteSignature& of_log, base::Instant now) {
  const auto message = tlog::cosignature_message(request.note.text, now);
  const auto signature = m_key.sign(base::DigestAlgorithm::unknown, message);
  if (!signature) throw std::logic_error(signature.error().text);  // an Ed25519 key in memory signs
  const auto ours = tlog::cosignature(m_vkey, now, *signature);
  const auto note = tlog::print(tlog::Note{request.note.text, {of_log, ours}});
  if (const auto kept = m_memory.keep(request.checkpoint, note); !kept)
    throw std::runtime_error("the witness cannot remember: " + kept.error().text);
  return {Verdict::cosigned, tlog::print(ours), 0, {}};
}

}  // namespace antin::witness
