// A copy of the whole ledger into another file, made in small steps between batches by the ledger's own connection:
// a second one could corrupt the file (WAL reset, fixed in SQLite 3.51.3). What is committed meanwhile is in it too.
#pragma once

#include <cstdint>

#include "core/base/result.hpp"

namespace antin::keeper {

struct CopyProgress {
  std::uint64_t done = 0;  // pages
  std::uint64_t all = 0;
  bool complete = false;  // the file is closed and durable; its name is not yet
};

class LedgerCopy {
 public:
  virtual ~LedgerCopy() = default;
  // Between batches only. An error ends the copy, and touches nothing of the ledger.
  virtual base::Result<CopyProgress> step() = 0;
};

}  // namespace antin::keeper
