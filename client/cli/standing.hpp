// How a revision stands: in force, or returned, superseded or withdrawn. Its seals stay good as what they were.
#pragma once

#include "client/cli/command.hpp"
#include "client/cli/json.hpp"
#include "client/lib/log_trust.hpp"

namespace antin::cli {

struct Standing {
  std::uint32_t revision = 0;
  std::optional<protocol::Ending> ending;  // none: in force
  std::uint32_t newest_revision = 0;       // 0: not known
  bool proven = false;                     // the log's key has signed that the ending's entry is in it
};

// `superseded by revision 2: entry 12, reason wrong-grade, at …`
std::string text_of(const Standing& standing);
void add_to(Report& report, const Standing& standing);

// Asks the appliance about the revision that an entry is of, and with `trust` the log for a proof of what ended it. An
// appliance that contradicts the log's key is refused.
Outcome<Standing> ask_standing(const Arguments& arguments, const EntryFacts& of,
                               const std::optional<client::LogTrust>& trust);

}  // namespace antin::cli
