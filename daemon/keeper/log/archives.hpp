// Archives: full bundles of entries, moved out of the log's folder into one of their own, with a manifest and a proof,
// so that they can be carried off and prove themselves. Copied and read back first; committed to the ledger; then named
// and taken out of the log's folder. A kill at any moment leaves either all in place, or what settle() completes.
#pragma once

#include <filesystem>

#include "core/tlog/archive.hpp"
#include "daemon/keeper/log/archived.hpp"
#include "daemon/keeper/log/log.hpp"

namespace antin::keeper {

class Archives {
 public:
  // `folder`: of all archives; `entries`: the log's tile/entries/….
  Archives(std::filesystem::path folder, std::filesystem::path entries, Ledger& ledger)
      : m_folder(std::move(folder)), m_entries(std::move(entries)), m_ledger(ledger) {}

  // At the start, and after the commit of an archive: completes what was committed. `most` bundles at a time; true:
  // nothing is left to do. The ledger's word on it joins the open batch.
  base::Result<bool> settle(std::uint64_t most);
  // At the start: what was begun and not committed goes.
  base::Result<void> drop_begun();

  [[nodiscard]] bool is_taken(const std::string& name) const;

  // One archive that is being made, before its commit.
  class Draft {
   public:
    // Bundles [from, to), multiples of 256, both covered by `checkpoint`, a note over `size` entries.
    static base::Result<Draft> begin(const Archives& archives, LastArchive what);
    [[nodiscard]] bool has_all() const { return m_next * tlog::tile_width >= m_what.to; }
    [[nodiscard]] std::uint64_t next() const { return m_next; }
    [[nodiscard]] const LastArchive& what() const { return m_what; }
    base::Result<void> copy_next();
    // The hash of the manifest.
    base::Result<base::Sha256Hash> finish(Log& log, const SignedCheckpoint& checkpoint);

   private:
    Draft(const Archives& archives, LastArchive what, std::filesystem::path folder)
        : m_archives(archives),
          m_what(std::move(what)),
          m_folder(std::move(folder)),
          m_next(m_what.from / tlog::tile_width) {}
    base::Result<void> write(const std::string& path, base::ByteView content);
    const Archives& m_archives;
    LastArchive m_what;
    std::filesystem::path m_folder;
    std::uint64_t m_next;  // bundle
    std::vector<tlog::ArchivedFile> m_files;
  };

 private:
  [[nodiscard]] std::filesystem::path named(const LastArchive& archive) const { return m_folder / archive.name; }
  [[nodiscard]] std::filesystem::path begun(const LastArchive& archive) const;
  base::Result<void> give_name(const LastArchive& archive) const;
  base::Result<void> take_out(const LastArchive& archive, std::uint64_t number) const;

  std::filesystem::path m_folder;
  std::filesystem::path m_entries;
  Ledger& m_ledger;
  std::optional<std::uint64_t> m_next_out;  // bundle to be taken out of the log's folder
};

}  // namespace antin::keeper
