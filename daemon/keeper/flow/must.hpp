// What the flow cannot go on without.
#pragma once

#include "daemon/keeper/ledger/ledger.hpp"

namespace antin::keeper {

// The ledger did not take a write. Caught once, around the loop: the process ends and reads the ledger again.
struct LedgerFailure {
  LedgerError error;
};

// The value, or LedgerFailure.
template <class T>
T must(LedgerResult<T> result) {
  if (!result) throw LedgerFailure{result.error()};
  return std::move(*result);
}
inline void must(const LedgerResult<void>& result) {
  if (!result) throw LedgerFailure{result.error()};
}

}  // namespace antin::keeper
