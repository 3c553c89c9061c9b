// The log's public files, as anyone can copy them: checkpoint, tile/<L>/…, and where one may read them tile/entries/….
// Verified from the signed root down, so that a fault is found in the file that it is in.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>

#include "client/lib/log_trust.hpp"

namespace antin::client {

struct VerifiedFiles {
  SignedCheckpoint checkpoint;
  std::uint64_t tiles = 0;        // that make the checkpoint's tree, each read and rehashed
  std::uint64_t older = 0;        // further partial tiles, which agree with these
  std::uint64_t entries = 0;      // whose hash is their leaf; 0 when there are no bundles
  std::uint64_t first_entry = 0;  // the full bundles before this one are not there: archived, as a rule
};

// `bundles`: the folder that holds tile/entries, when it is not the same. The error names the first file that is at
// fault, what was expected there and what was found. `take` is given each entry that is there, in order, once its hash
// is its leaf.
using TakeEntry = std::function<void(base::ByteView entry)>;
base::Result<VerifiedFiles> verify_log_files(const std::filesystem::path& folder,
                                             const std::optional<std::filesystem::path>& bundles, const LogTrust& trust,
                                             const TakeEntry& take = {});

}  // namespace antin::client
