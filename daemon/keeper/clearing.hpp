// The way out of a start that was refused for the clock: a quorum of the security officers says that the log's last
// entry has the wrong time, and that the clock is right now.
#pragma once

#include <filesystem>

#include "daemon/keeper/beginning.hpp"

namespace antin::keeper {

// `folder`: its signatures/ hold an `antin/clear/v1` statement about the last entry, and those over it. Durable when it
// returns: the log says so, and timestamps begin at the clock of now. Otherwise nothing has changed.
base::Result<void> clear_clock(Begun& begun, const std::filesystem::path& folder);

}  // namespace antin::keeper
