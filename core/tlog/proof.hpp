// A proof file (C2SP tlog-proof): that one entry is in the log, for keeping and for showing offline.
#pragma once

#include <string>
#include <string_view>

#include "core/tlog/checkpoint.hpp"
#include "core/tlog/tree.hpp"

namespace antin::tlog {

struct Proof {
  std::uint64_t index = 0;
  Path path;         // from the leaf's sibling to the root's child
  std::string note;  // the signed checkpoint, as it is
};

std::string print(const Proof& proof);
base::Result<Proof> parse_proof(std::string_view text);  // at most 64 KiB; no extra line, we write none

// The checkpoint that holds the entry with this leaf; an error says what is wrong.
base::Result<Checkpoint> verify(const Proof& proof, const base::Sha256Hash& leaf, const VerifierKey& log);

}  // namespace antin::tlog
