// What must fit together before the log is continued: the ledger, the checkpoints that were signed and by which keys,
// the files that were published, and the clock. What does not fit is never overridden here: the text says which, and
// what a person should do.
#pragma once

#include "core/base/instant.hpp"
#include "daemon/keeper/log/log_keys.hpp"
#include "daemon/keeper/log/publisher.hpp"

namespace antin::keeper {

struct StartProblem {
  std::string text;
  bool passes = false;    // by itself, with time: start again
  bool is_clock = false;  // it is behind the last entry, and nothing else is wrong
};

base::Result<void, StartProblem> check_log(Ledger& ledger, const Publisher& publisher, const LogKeys& keys,
                                           base::Instant now);

}  // namespace antin::keeper
