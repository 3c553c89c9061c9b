// Whom to believe about the log, as the command line and the configuration say: its keys, and its witnesses'.
#pragma once

#include "client/cli/command.hpp"
#include "client/cli/settings.hpp"
#include "client/lib/log_trust.hpp"
#include "client/lib/receipt.hpp"

namespace antin::cli {

OptionGroup log_options();

// A log's keys, one a line.
Outcome<std::vector<tlog::VerifierKey>> log_keys_in(const std::filesystem::path& file);

// None when no key of the log is given.
Outcome<std::optional<client::LogTrust>> log_trust_if_given(const Arguments& arguments,
                                                            const std::optional<std::filesystem::path>& log_key);
Outcome<client::LogTrust> log_trust_from(const Arguments& arguments, const Settings& settings);

// Checks the receipt's proof, when there is a log's key to check it with, and says whether it is still provisional.
Outcome<client::Receipt> accounted(client::Receipt receipt, const std::optional<client::LogTrust>& trust);

}  // namespace antin::cli
