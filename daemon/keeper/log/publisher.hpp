// The log as files that any web server may serve (C2SP tlog-tiles): `checkpoint` and hash tiles for everybody, bundles
// of entries in a folder of their own for those who may read all. Derived from the ledger after its commit; a file that
// is there already must be what would be written.
#pragma once

#include <filesystem>
#include <optional>

#include "core/base/file.hpp"
#include "core/tlog/tree.hpp"
#include "daemon/keeper/ledger/ledger.hpp"

namespace antin::keeper {

struct LogFolders {
  std::filesystem::path hashes;   // checkpoint and tile/<level>/…
  std::filesystem::path entries;  // tile/entries/…
};

class Publisher {
 public:
  Publisher(LogFolders folders, Ledger& ledger) : m_folders(std::move(folders)), m_ledger(ledger) {}

  // The note in the file `checkpoint`; nullopt when there is none.
  [[nodiscard]] base::Result<std::optional<std::string>> published() const;

  // The tiles and bundles that a log of `from` entries did not have, then the checkpoint. An error is fatal: a file is
  // not what it must be, or what was written may not be durable.
  base::Result<void> publish(std::uint64_t from, const SignedCheckpoint& checkpoint);

  [[nodiscard]] std::filesystem::path checkpoint_file() const { return m_folders.hashes / "checkpoint"; }

 private:
  base::Result<void> write_tile(const tlog::Tile& tile, base::DurableFiles& files);
  base::Result<void> write_bundle(const tlog::Tile& leaves, base::DurableFiles& files);
  // Who may read what is written: everybody, or the folder's group.
  struct Modes {
    unsigned folder = 0;
    unsigned file = 0;
  };
  static constexpr Modes for_everybody{0755, 0644};
  static constexpr Modes for_the_group{0750, 0640};
  static base::Result<void> write_once(const std::filesystem::path& file, base::ByteView content, Modes modes,
                                       base::DurableFiles& files);
  [[nodiscard]] base::Result<void> drop_partials(std::uint64_t from, std::uint64_t size) const;
  static base::Result<void> drop_partials(const std::filesystem::path& full);

  LogFolders m_folders;
  Ledger& m_ledger;
};

}  // namespace antin::keeper
