// Sends what registrars have signed, page by page, and keeps what became of every line.
#pragma once

#include "client/cli/log_options.hpp"
#include "client/cli/report_words.hpp"
#include "client/cli/roster_files.hpp"

namespace antin::cli {

// Leaves PREFIX.journal and, at the end, PREFIX.outcomes.csv when there is a table. Ends with `refused` when a line was
// in error or its change was refused, with `temporary` when the same command, run again, may do what is left.
Outcome<Exit> send_changes(const RosterFiles& files, const Arguments& arguments, const Settings& settings,
                           Language language, Console& console);

}  // namespace antin::cli
