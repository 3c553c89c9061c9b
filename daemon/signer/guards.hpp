// All that one signer must not forget.
#pragma once

#include <optional>

#include "daemon/signer/checkpoint_guard.hpp"
#include "daemon/signer/timestamp_guard.hpp"

namespace antin::signer {

struct Guards {
  TimestampGuard time;
  std::optional<CheckpointGuard> checkpoint;  // none: this process signs no checkpoint

  // `log_origin`: empty for a signer that signs no checkpoint.
  static base::Result<Guards> open(const std::filesystem::path& folder, const std::string& log_origin);
  static base::Result<void> initialise(const std::filesystem::path& folder, const std::string& log_origin);
};

}  // namespace antin::signer
