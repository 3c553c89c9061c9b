// A checkpoint: the size and root that a log stands by (C2SP tlog-checkpoint), the text of a signed note.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/result.hpp"
#include "core/tlog/hash.hpp"
#include "core/tlog/note.hpp"

namespace antin::tlog {

struct Checkpoint {
  std::string origin;
  std::uint64_t size = 0;
  base::Sha256Hash root{};
  friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

std::string print(const Checkpoint& checkpoint);                   // origin, size, base64(root), a line each
base::Result<Checkpoint> parse_checkpoint(std::string_view text);  // exactly that: we write no extension lines

// What an anchor stamps: SHA-256 over the printed text, so whoever has the log can make it again.
base::Sha256Hash anchored_imprint(const Checkpoint& checkpoint);

// The checkpoint in a note that `log` has signed; the origin must be the key's name.
base::Result<Checkpoint> open_checkpoint(const Note& note, const VerifierKey& log);
base::Result<Checkpoint> open_checkpoint(std::string_view note, const VerifierKey& log);
// By one of the keys that a log has or has had.
base::Result<Checkpoint> open_checkpoint(const Note& note, const std::vector<VerifierKey>& log);
base::Result<Checkpoint> open_checkpoint(std::string_view note, const std::vector<VerifierKey>& log);

}  // namespace antin::tlog
