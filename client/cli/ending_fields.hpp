// The statement with which a person ends a revision: from options, and what these leave out from the appliance.
#pragma once

#include "client/cli/record.hpp"
#include "core/statement/ending.hpp"

namespace antin::cli {

// The document is asked of the appliance when neither --document nor --digest is given. Refuses a reason that the
// policy does not list, before anybody signs it.
Outcome<statement::Ending> ending_from(base::Act act, const Arguments& arguments, const Settings& settings,
                                       const Record& record, const std::optional<Document>& document,
                                       base::Instant now);

}  // namespace antin::cli
