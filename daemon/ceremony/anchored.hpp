// What `anchor` and `verify` have in common: whom they believe about the log, and how they say what it holds.
#pragma once

#include "daemon/ceremony/anchor/anchor.hpp"
#include "daemon/ceremony/commands.hpp"

namespace antin::ceremony {

// By --log-key and its witnesses; else the log's keys that the ceremony itself has made or kept.
Outcome<client::LogTrust> log_trust(const Arguments& arguments, const Folder& folder, const Verified& verified);

std::string row_of(const Anchored& anchored, const Verified& verified);

}  // namespace antin::ceremony
