// The steps of a signer's start that can fail, each with the exit code that tells whether starting again helps.
#pragma once

#include "daemon/signer/guards.hpp"
#include "daemon/signer/settings.hpp"
#include "daemon/signer/token_keys.hpp"

namespace antin::signer {

struct StartError : base::Error {
  int exit_code = 0;
};

// The PIN lives only inside this call.
base::Result<hsm::Token, StartError> open_token(const Settings& settings);
base::Result<Guards, StartError> open_guards(const Settings& settings);

// What --check looks at: everything that can be said without logging in.
base::Result<void, StartError> check(const Settings& settings);

// After a kill the durable bound is a few seconds ahead of the clock. Waits that out; a clock that is further behind
// was set back, and waiting would hide it: then timestamps are refused until it has caught up.
void wait_for_the_clock(const TimestampGuard& guard);

}  // namespace antin::signer
