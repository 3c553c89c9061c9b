#include "daemon/ceremony/anchored.hpp"

#include "client/cli/log_options.hpp"

namespace antin::ceremony {

Outcome<client::LogTrust> log_trust(const Arguments& arguments, const Folder& folder, const Verified& verified) {
  auto given = cli::log_trust_if_given(arguments, arguments.value("log-key"));
  if (!given) return given.error();
  if (*given) return std::move(**given);
  auto own = log_made_by(folder, verified);
  if (!own) return cli::local_trouble(own.error());
  if (own->keys.empty()) return cli::wrong_usage("this ceremony made or kept no key of the log: give --log-key");
  return *std::move(own);
}

std::string row_of(const Anchored& anchored, const Verified& verified) {
  auto text = cli::row("in the log", "entry " + std::to_string(anchored.index) + " of " + verified.locked.plan.log +
                                         ", " + anchored.at + (anchored.witnessed ? ", witnessed" : ""));
  if (anchored.pins_officers) text += cli::row("entry 0", "pins the officers of this ceremony");
  return text;
}

}  // namespace antin::ceremony
