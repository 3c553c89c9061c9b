// What was done of a batch so far, so that an import which is interrupted goes on where it was: PREFIX.journal. It
// saves work and nothing else: the appliance does each change once, however often it is sent.
#pragma once

#include <filesystem>
#include <map>

#include "client/cli/outcome.hpp"
#include "client/protocol/codec.hpp"
#include "core/base/descriptor.hpp"

namespace antin::cli {

using DoneItems = std::map<std::size_t, protocol::RosterDone>;  // by number of the item

// The first line names the statement by its hash, then `<item> <index> <leaf>` for each. A last line without its end is
// one that was being written. Refuses a journal of another statement, and an item that the statement has not.
base::Result<DoneItems> parse_journal(std::string_view text, const base::Sha256Hash& statement, std::size_t items);

class RosterJournal {
 public:
  // Made when it is not there. One process at a time.
  static Outcome<RosterJournal> open(const std::filesystem::path& file, const base::Sha256Hash& statement,
                                     std::size_t items);
  [[nodiscard]] const DoneItems& done() const { return m_done; }
  Outcome<void> add(const DoneItems& items);

 private:
  RosterJournal(base::Descriptor file, std::filesystem::path path) : m_file(std::move(file)), m_path(std::move(path)) {}
  Outcome<void> write(std::string_view text);
  [[nodiscard]] Stop failed(const char* what) const;

  base::Descriptor m_file;
  std::filesystem::path m_path;
  DoneItems m_done;
};

}  // namespace antin::cli
