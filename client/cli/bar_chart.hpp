// A bar for each day, as an inline SVG.
#pragma once

#include "client/cli/report_tally.hpp"
#include "client/cli/report_words.hpp"

namespace antin::cli::html {

// Whole months, from that of the first day to that of the last; nothing when there is no day.
std::string bar_chart(Language language, std::string_view title, const std::map<Day, std::uint64_t>& days);

}  // namespace antin::cli::html
