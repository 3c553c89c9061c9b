// The statement that a person is asked to sign: from options, and what these leave out from the appliance.
#pragma once

#include "client/cli/record.hpp"
#include "core/statement/statement.hpp"

namespace antin::cli {

// Whether there is anything to ask the appliance for: log, policy, previous and role may all be given.
bool needs_appliance(const Arguments& arguments);

Outcome<statement::Approve> statement_from(const Arguments& arguments, const Settings& settings, const Record& record,
                                           const Document& document, base::Instant now);

}  // namespace antin::cli
