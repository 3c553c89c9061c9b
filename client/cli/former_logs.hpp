// Logs that ended, as folders of their files, each believed by its own key alone: who governed a log at its end is read
// there, by the rules that were in force then, for the one that succeeds it.
#pragma once

#include <filesystem>

#include "client/cli/command.hpp"
#include "client/cli/governed_bundles.hpp"
#include "client/lib/log_trust.hpp"

namespace antin::cli {

class FormerLogs {
 public:
  static OptionGroup options();
  static Outcome<FormerLogs> from(const Arguments& arguments);

  // What the log that the entry names hands on to the one of `means`, which keeps what people signed for it. That it
  // ended just so is its own key's word, and not its successor's.
  [[nodiscard]] Outcome<Inherited> inherit(const EntryFacts& succeeds, const GovernanceMeans& means) const;

 private:
  struct Former {
    std::filesystem::path folder;
    client::LogTrust trust;
  };
  std::map<std::string, Former> m_logs;  // by origin
};

}  // namespace antin::cli
