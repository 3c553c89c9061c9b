// The keys of one log, all of one type of signature: the one in force signs, and those before it stay in the policy for
// what they have signed (a log outlives its keys).
#pragma once

#include <vector>

#include "core/tlog/checkpoint.hpp"
#include "daemon/keeper/ledger/ledger.hpp"

namespace antin::keeper {

struct LogKeys {
  tlog::VerifierKey in_force;
  std::vector<tlog::VerifierKey> all;  // with that one
};

// The keys that have signed checkpoints of this ledger's log, as it remembers them; none: it began before it did so.
LedgerResult<std::vector<tlog::VerifierKey>> keys_that_signed(Ledger& ledger);
// Into the open batch, beside the first checkpoint that this key signs. Again: no change.
LedgerResult<void> remember_signing_key(Ledger& ledger, const LogKeys& keys, const tlog::VerifierKey& signing);
// A policy without a key that has signed would make what it signed unreadable, to us and to all who take our policy's
// keys for the log's.
base::Result<void> check_signing_keys(Ledger& ledger, const LogKeys& keys);

}  // namespace antin::keeper
