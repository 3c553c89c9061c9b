// What a submitted step came to: its receipt, checked, and what was sent for it.
#pragma once

#include "client/cli/log_options.hpp"
#include "client/cli/step_files.hpp"
#include "client/lib/calls.hpp"

namespace antin::cli {

Outcome<DoneStep> done_step(const protocol::Submit& request, const client::Proven<protocol::StepResult>& result,
                            const std::optional<client::LogTrust>& trust);

}  // namespace antin::cli
