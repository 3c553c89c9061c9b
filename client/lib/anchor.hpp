// A timestamp over a checkpoint: proof that the entries before it were in the log by then.
#pragma once

#include "core/evidence/timestamp_token.hpp"
#include "core/tlog/checkpoint.hpp"

namespace antin::client {

// By an authority outside, of whom the roots in `trust` are believed; the chain is judged at the token's time.
base::Result<evidence::Timestamp, evidence::Problem> verify_anchor(const tlog::Checkpoint& checkpoint,
                                                                   base::ByteView token, const evidence::Trust& trust);

}  // namespace antin::client
