// Where PINs, passphrases and shares are typed, nothing is written to a swap device.
#pragma once

#include "client/cli/outcome.hpp"
#include "daemon/ceremony/plan/plan.hpp"
#include "daemon/ceremony/steps/steps.hpp"

namespace antin::ceremony {

// All of this process, from now on; a plan for production does not go on without.
cli::Outcome<void> lock_memory(const Plan& plan, Language language);

}  // namespace antin::ceremony
