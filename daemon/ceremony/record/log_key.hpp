// A log key as those who follow the log know it.
#pragma once

#include "core/tlog/note.hpp"
#include "daemon/ceremony/plan/plan.hpp"

namespace antin::ceremony {

// The verifier key under the plan's log. `label` is of a log key of the plan.
base::Result<tlog::VerifierKey> log_key(const Plan& plan, const std::string& label, base::ByteView spki);

// The log's keys that a ceremony leaves in use: made, or kept. By label.
std::vector<std::string> log_keys(const Plan& plan);

}  // namespace antin::ceremony
