// The log towards the outside: what is durable in the ledger is signed as a checkpoint, kept, published, and from then
// on entries can be proven. One checkpoint is under way at a time, so entries that come meanwhile share the next one.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "core/tlog/checkpoint.hpp"
#include "core/tlog/proof.hpp"
#include "daemon/keeper/log/log_keys.hpp"
#include "daemon/keeper/log/publisher.hpp"

namespace antin::keeper {

// The log's files could not be written, or are not what they must be. Caught once, around the loop: the process ends.
struct LogFailure {
  std::string text;
};

// The value, or LogFailure.
template <class Result>
auto needed(Result result) {
  if (!result) throw LogFailure{result.error().text};
  return *std::move(result);
}

class Log {
 public:
  // The keys' name is the origin. The start checks have passed.
  Log(Ledger& ledger, LogKeys keys, Publisher publisher);

  // The policy's keys have changed; check_keys() comes first. What the key before is signing is still its own.
  [[nodiscard]] base::Result<void> check_keys(const LogKeys& next) const;
  void follow(LogKeys keys) { m_keys = std::move(keys); }

  // After a commit: publishes the checkpoint that it made durable, if any. Throws LogFailure.
  void publish();
  // After a commit: the text to be signed next, when the log has grown and none is under way.
  std::optional<std::string> next_to_sign();

  // What became of it. The checkpoint, for the caller to keep in the ledger's open batch, which remembers its key
  // already; nullopt: the signature does not hold.
  std::optional<SignedCheckpoint> take(base::ByteView signature);
  void signing_failed();
  void retry() { m_failed = false; }  // a signer has come, or some time has passed

  // Entries that the published checkpoint covers.
  [[nodiscard]] std::uint64_t size() const { return m_published.size; }
  [[nodiscard]] const std::string& newest() const { return m_published.note; }  // empty before the first
  // The newest that enough witnesses have cosigned, with their lines; empty: none yet.
  [[nodiscard]] const std::string& cosigned() const { return m_cosigned.note; }
  [[nodiscard]] std::uint64_t cosigned_size() const { return m_cosigned.size; }
  void take_cosigned(SignedCheckpoint cosigned) { m_cosigned = std::move(cosigned); }
  [[nodiscard]] bool is_up_to_date() const;
  [[nodiscard]] const std::string& origin() const { return m_keys.in_force.name; }
  // A checkpoint of this log, by whichever of its keys.
  [[nodiscard]] base::Result<tlog::Checkpoint> open(const tlog::Note& note) const {
    return tlog::open_checkpoint(note, m_keys.all);
  }

  // By the newest checkpoint that enough witnesses have cosigned; by the first that covered the entry when they have
  // not got that far. index < size().
  [[nodiscard]] std::string proof_of(std::uint64_t index);
  // Over the published part of the log. Throws LogFailure when hashes are missing.
  [[nodiscard]] tlog::Path inclusion(std::uint64_t index, std::uint64_t size);
  [[nodiscard]] tlog::Path consistency(std::uint64_t from, std::uint64_t size);
  [[nodiscard]] base::Sha256Hash root(std::uint64_t size);
  [[nodiscard]] tlog::Frontier edge(std::uint64_t size);

 private:
  struct BeingSigned {
    tlog::Checkpoint checkpoint;
    tlog::VerifierKey key;
  };
  void remember(const tlog::VerifierKey& key);
  tlog::Tree& tree_of(std::uint64_t size);

  Ledger& m_ledger;
  LogKeys m_keys;
  std::optional<tlog::VerifierKey> m_remembered;  // in the ledger, as one that has signed
  Publisher m_publisher;
  SignedCheckpoint m_published;
  SignedCheckpoint m_cosigned;
  std::optional<SignedCheckpoint> m_kept;  // in the ledger, not published yet
  std::optional<BeingSigned> m_being_signed;
  bool m_failed = false;
  std::unique_ptr<tlog::Tree> m_tree;  // of the size that was last asked for, with the tiles that were read
};

}  // namespace antin::keeper
