// What the facts of a step are called on the screen.
#pragma once

#include "daemon/ceremony/record/progress.hpp"

namespace antin::ceremony {

// `name` as the journal has it; empty: it is not shown.
std::string label_of(std::string_view name, Language language);

// The stops that an exception would answer, one line each.
std::vector<std::pair<std::string, std::string>> stops_shown(const Entries& entries, const Entry& exception,
                                                             unsigned quorum, Language language);

// "Share of the SO PIN of the token seals, round 1"
std::string share_title(const std::string& secret, const std::string& token, unsigned round, Language language);

}  // namespace antin::ceremony
