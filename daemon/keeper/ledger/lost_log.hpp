// A log that was lost with its disk, as the log that succeeds it knows it, and the receipts of it that clients gave
// back.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/bytes.hpp"
#include "core/base/digest.hpp"
#include "core/base/instant.hpp"
#include "core/tlog/note.hpp"

namespace antin::keeper {

struct LostLog {
  std::int64_t number = 0;  // among the logs before this one
  std::string origin;
  std::uint64_t in_hand = 0;            // its first entries, which the backup had under a signed checkpoint
  std::string witnessed;                // the last checkpoint that its witnesses had seen: a note
  std::vector<tlog::VerifierKey> keys;  // that it has signed with
  base::Bytes person_key;               // under which its entries name people
};

// One of its entries, proven to have been in it.
struct GivenBack {
  std::int64_t log = 0;  // LostLog::number
  std::uint64_t index = 0;
  base::Sha256Hash leaf{};
  std::string proof;         // C2SP tlog-proof
  bool counts = false;       // false: its place was filled, and it is evidence
  base::Instant at;          // when it was given back
  std::uint64_t logged = 0;  // the entry that says so
};

struct GivenBackCounts {
  std::uint64_t taken = 0;     // steps and endings
  std::uint64_t evidence = 0;  // receipts whose places were filled
};

}  // namespace antin::keeper
