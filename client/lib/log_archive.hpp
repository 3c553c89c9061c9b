// An archive: entries that were moved out of the log's folder, with a manifest and a proof. It is verified with nothing
// but itself and the log's key.
#pragma once

#include <filesystem>

#include "client/lib/log_trust.hpp"
#include "core/tlog/archive.hpp"

namespace antin::client {

struct VerifiedArchive {
  SignedCheckpoint checkpoint;
  std::uint64_t from = 0;       // its first entry
  std::uint64_t to = 0;         // the first that is not in it
  base::Sha256Hash manifest{};  // its hash, which the log's `archive` entry says
};

bool is_archive(const std::filesystem::path& folder);  // does it have a manifest?

// The error names the file that is at fault, what was expected there and what was found.
base::Result<VerifiedArchive> verify_archive(const std::filesystem::path& folder, const LogTrust& trust);

}  // namespace antin::client
