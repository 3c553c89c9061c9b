// What a registrar reads before signing, in two languages: each change as a sentence, and many of them as a summary.
// Ids, roles, units and scopes are the policy's own words and stay as they are.
#pragma once

#include "client/cli/report_words.hpp"
#include "client/cli/roster_changes.hpp"
#include "client/protocol/codec.hpp"

namespace antin::cli {

// `enrol p-000017 (Nguyễn Thị Hạnh) as teacher of 79760001, scope 2026-2027.1A, from 2026-09-01 to 2027-08-31`
std::string sentence(const PlannedLine& line, Language language);
// The same of any line of a table: with its number, what is expected of it, and an error's reason.
std::string described(const PlannedLine& line, Language language);

// Above a statement that covers many changes: how many of what, by unit and role, the first and the last, whose
// signatures it takes, and what of the table it leaves out. `about` says who registers whom; none: nobody was asked.
std::vector<std::string> summary(const std::vector<PlannedLine>& lines, const protocol::AboutResult* about,
                                 Language language);

std::string_view signing_title(Language language);

}  // namespace antin::cli
