// A witness at its judgement (C2SP tlog-witness): it cosigns a checkpoint only when the log's last one, as it remembers
// it, is the beginning of the new one. Pure but for its memory; HTTP is the server's. One thread.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/instant.hpp"
#include "core/crypto/signature.hpp"
#include "daemon/witness/memory.hpp"
#include "daemon/witness/request.hpp"

namespace antin::witness {

// The keys of each log by its origin, which is the keys' name. From lines of one vkey each; empty lines and lines that
// begin with # are passed over.
using Logs = std::map<std::string, std::vector<tlog::VerifierKey>, std::less<>>;
base::Result<Logs> parse_logs(std::string_view text);

enum class Verdict {
  unknown,
  cosigned,
  malformed,    // no request, or the old size is larger than the checkpoint's
  unsigned_,    // no signature by a key of that log, or one that does not hold
  unknown_log,  // no key of that origin is on the list
  conflict,     // another old size than ours, or our size with another root
  wrong_proof,  // does not lead from our root to the checkpoint's
};

struct Judgement {
  Verdict verdict = Verdict::unknown;
  std::string cosignature;       // a line of a note, when cosigned
  std::uint64_t known_size = 0;  // in conflict: of the last checkpoint that we cosigned
  std::string reason;            // when not cosigned
};

class Witness {
 public:
  // `key` must be Ed25519.
  static base::Result<Witness> make(const std::string& name, crypto::PrivateKey key, Logs logs, Memory memory);

  [[nodiscard]] const tlog::VerifierKey& vkey() const { return m_vkey; }
  [[nodiscard]] std::size_t logs() const { return m_logs.size(); }

  // The new checkpoint is durable before this returns its cosignature. Throws when it cannot be made so: nobody knows
  // then what is on the disk, and the program has to begin again with what it finds there.
  Judgement add_checkpoint(std::string_view body, base::Instant now);
  // The note of the last checkpoint cosigned for this log, which is named as in paths; null: none so far.
  [[nodiscard]] const std::string* latest(const std::string& name) const;

 private:
  Witness(tlog::VerifierKey vkey, crypto::PrivateKey key, Logs logs, Memory memory)
      : m_vkey(std::move(vkey)), m_key(std::move(key)), m_logs(std::move(logs)), m_memory(std::move(memory)) {}
  Judgement cosign(const AddCheckpoint& request, const tlog::NoteSignature& of_log, base::Instant now);

  tlog::VerifierKey m_vkey;
  crypto::PrivateKey m_key;
  Logs m_logs;
  Memory m_memory;
};

}  // namespace antin::witness
