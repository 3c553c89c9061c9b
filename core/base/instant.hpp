// A moment in UTC to the millisecond, and its text form `2026-05-28T02:11:09.412Z`.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace antin::base {

using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

std::string print(Instant at);          // always three decimals
std::string print_seconds(Instant at);  // no decimals: 2026-06-30T16:59:59Z

// Exactly the two forms above, of an existing date from 1970 to 9999; anything else is nullopt.
std::optional<Instant> parse_instant(std::string_view text);

}  // namespace antin::base
