// The signer's own memory of its log: a checkpoint is never taken back. What was signed last is durable before it is
// signed, so that no later process signs the same size with another root, or a smaller log.
#pragma once

#include <filesystem>

#include "core/tlog/checkpoint.hpp"
#include "daemon/signer/guard_file.hpp"

namespace antin::signer {

class CheckpointGuard {
 public:
  // `origin` is the log that this signer signs for. Missing, damaged or of another log means refuse: an empty memory
  // would forget what was signed.
  static base::Result<CheckpointGuard> open(const std::filesystem::path& folder, const std::string& origin);
  // Makes the guard of a new signer, of the empty log.
  static base::Result<void> initialise(const std::filesystem::path& folder, const std::string& origin);

  enum class Verdict { unknown, admitted, another_log, smaller, another_root };
  // The same checkpoint again is admitted: its signature may have been lost on the way. Throws when it cannot be kept.
  Verdict admit(const tlog::Checkpoint& checkpoint);

  [[nodiscard]] const tlog::Checkpoint& last() const { return m_last; }

 private:
  CheckpointGuard(GuardFile file, tlog::Checkpoint last) : m_file(std::move(file)), m_last(std::move(last)) {}

  GuardFile m_file;
  tlog::Checkpoint m_last;
};

}  // namespace antin::signer
