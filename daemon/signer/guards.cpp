#include "daemon/signer/guards.hpp"

namespace antin::signer {

base::Result<Guards> Guards::open(const std::filesystem::path& folder, const std::string& log_origin) {
  auto time = TimestampGuard::open(folder);
  if (!time) return time.error();
  Guards guards{std::move(time).value(), std::nullopt};
  if (log_origin.empty()) return guards;
  auto checkpoint = CheckpointGuard::open(folder, log_origin);
  if (!checkpoint) return checkpoint.error();
  guards.checkpoint.emplace(std::move(checkpoint).value());
  return guards;
}

base::Result<void> Guards::initialise(const std::filesystem::path& folder, const std::string& log_origin) {
  if (auto made = TimestampGuard::initialise(folder); !made || log_origin.empty()) return made;
  return CheckpointGuard::initialise(folder, log_origin);
}

}  // namespace antin::signer
