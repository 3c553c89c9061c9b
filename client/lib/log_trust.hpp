// Whom to believe about a log: its own keys, and the witnesses that watch it.
#pragma once

#include <vector>

#include "client/lib/failure.hpp"
#include "core/base/result.hpp"
#include "core/tlog/proof.hpp"

namespace antin::client {

struct LogTrust {
  std::vector<tlog::VerifierKey> keys;       // of one log: a checkpoint needs the signature of one of them
  std::vector<tlog::VerifierKey> witnesses;  // of type cosignature
  std::size_t quorum = 0;                    // how many of these must have cosigned; 0: nobody was named to believe
};

// vkeys, a line each (C2SP signed-note); at least one. The keys of a log are all of one name, or they are refused.
base::Result<std::vector<tlog::VerifierKey>> parse_log_keys(std::string_view lines);
base::Result<std::vector<tlog::VerifierKey>> parse_witness_keys(std::string_view lines);

struct SignedCheckpoint {
  tlog::Checkpoint checkpoint;
  std::size_t cosigned = 0;  // by how many of the witnesses
  bool witnessed = false;    // by enough of them
};

// A note that none of the log's keys has signed is refused.
base::Result<SignedCheckpoint> open_note(std::string_view note, const LogTrust& trust);

// The checkpoint that holds the entry of this leaf, as a tlog-proof shows.
base::Result<SignedCheckpoint> check_proof(const tlog::Proof& proof, const base::Sha256Hash& leaf,
                                           const LogTrust& trust);

}  // namespace antin::client
