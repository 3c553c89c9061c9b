#include "client/lib/log_trust.hpp"

#include <algorithm>

namespace antin::client {
namespace {

using Keys = std::vector<tlog::VerifierKey>;

base::Result<Keys> parse_keys(std::string_view lines) {
  Keys keys;
  while (!lines.empty()) {
    const auto end = lines.find('\n');
    if (end == std::string_view::npos) return base::Error{"a verifier key ends in a line feed"};
    auto key = tlog::parse_vkey(lines.substr(0, end));
    if (!key) return key.error();
    if (std::find(keys.begin(), keys.end(), *key) != keys.end()) return base::Error{"a verifier key is there twice"};
    keys.push_back(std::move(*key));
    lines.remove_prefix(end + 1);
  }
  if (keys.empty()) return base::Error{"no verifier key: one a line, name+id+key, is expected"};
  return keys;
}

}  // namespace

base::Result<Keys> parse_log_keys(std::string_view lines) {
  auto keys = parse_keys(lines);
  if (!keys) return keys;
  for (const auto& key : *keys) {
    if (key.type == tlog::KeyType::cosignature) return base::Error{"the key of a witness is no log's key"};
    if (key.name != keys->front().name) return base::Error{"the keys are of more than one log"};
  }
  return keys;
}

base::Result<Keys> parse_witness_keys(std::string_view lines) {
  auto keys = parse_keys(lines);
  if (!keys) return keys;
  for (const auto& key : *keys) {
    if (key.type != tlog::KeyType::cosignature) return base::Error{"the key of a log is no witness's key"};
  }
  return keys;
}

base::Result<SignedCheckpoint> open_note(std::string_view text, const LogTrust& trust) {
  const auto note = tlog::parse_note(text);
  if (!note) return note.error();
  auto opened = tlog::open_checkpoint(*note, trust.keys);
  if (!opened) return opened.error();
  SignedCheckpoint checkpoint{std::move(*opened), 0, false};
  for (const auto& witness : trust.witnesses) {
    if (tlog::cosigned_at(*note, witness)) ++checkpoint.cosigned;
  }
  checkpoint.witnessed = trust.quorum > 0 && checkpoint.cosigned >= trust.quorum;
  return checkpoint;
}

base::Result<SignedCheckpoint> check_proof(const tlog::Proof& proof, const base::Sha256Hash& leaf,
                                           const LogTrust& trust) {
  auto opened = open_note(proof.note, trust);
  if (!opened) return opened;
  const auto& [origin, size, root] = opened->checkpoint;
  if (!tlog::verify_inclusion(leaf, proof.index, size, proof.path, root)) {
    return base::Error{"the path does not lead from this entry to the root of the checkpoint"};
  }
  return opened;
}

}  // namespace antin::client
