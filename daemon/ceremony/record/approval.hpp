// What an officer signs to approve a step or an exception, and whether a signature is that.
#pragma once

#include "daemon/ceremony/record/folder.hpp"
#include "daemon/ceremony/record/progress.hpp"

namespace antin::ceremony {

// The statement for the line that is asked about.
std::string approval_statement(const LockedPlan& locked, const Entry& asked);

// A detached CAdES signature over exactly that statement, with the certificate that the plan names for this officer, in
// date at `at`. An approval of another step, moment, plan or ceremony is over another statement.
base::Result<void> check_approval(const LockedPlan& locked, const Entry& asked, const std::string& officer,
                                  base::ByteView cms, base::Instant at);
// Of every approval in the journal, with the file that it names: whoever could write to the folder could have added
// one.
base::Result<void> check_recorded_approvals(const Folder& folder, const LockedPlan& locked, const Entries& entries);

}  // namespace antin::ceremony
