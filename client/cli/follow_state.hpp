// What `audit follow` keeps between its runs: how far the log was verified and, with --output, how much of that file
// belongs to it.
#pragma once

#include <optional>

#include "client/lib/log_view.hpp"

namespace antin::cli {

// The first `size` octets of an output file, known again by the hash of the last of them.
struct OutputMark {
  std::uint64_t size = 0;
  base::Sha256Hash tail{};  // SHA-256 of the last tail_size octets before `size`, or of all when there are fewer

  static constexpr std::size_t tail_size = 4096;
  friend bool operator==(const OutputMark&, const OutputMark&) = default;
};

struct FollowState {
  client::LogView view;
  std::optional<OutputMark> output;  // none: entries went to standard output
};

// `output <size> sha256:<hex>` where there is one, then the view as it prints itself once it was shown anything.
std::string print(const FollowState& state);
base::Result<FollowState> parse_follow_state(client::LogTrust trust, std::string_view text);

}  // namespace antin::cli
