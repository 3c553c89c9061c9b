// A log key as those who follow the log know it.
#pragma once

#include "core/tlog/note.hpp"
#include "daemon/ceremony/plan/plan.hpp"

namespace antin::ceremony {

// The verifier key under the plan's log. `label` is of a log key of the plan.
base::Result<tlog::VerifierKey> log_key(const Plan& plan, const std::string& label, base::ByteView spki);

}  // namespace antin::ceremony
