#include "daemon/keeper/log/publisher.hpp"

#include "core/base/file.hpp"
#include "core/tlog/note.hpp"
#include "daemon/keeper/log/archived.hpp"

namespace antin::keeper {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_files_at_once = 64;  // of a log that is written anew

}  // namespace

base::Result<std::optional<std::string>> Publisher::published() const {
  std::error_code failed;
  if (!fs::exists(checkpoint_file(), failed) && !failed) return std::optional<std::string>();
  auto note = base::read_file(checkpoint_file(), tlog::note_size_limit);
  if (!note) return note.error();
  return std::optional<std::string>(base::text(*note));
}

// The tiles are durable before the checkpoint that promises them is there.
base::Result<void> Publisher::publish(std::uint64_t from, const SignedCheckpoint& checkpoint) {
  const auto archived = last_archive(m_ledger);
  if (!archived) return archived.error();
  base::DurableFiles files;
  if (auto made = files.make_folder(m_folders.hashes, for_everybody.folder); !made) return made;
  for (const auto& tile : tlog::new_tiles(from, checkpoint.size)) {
    if (auto written = write_tile(tile, files); !written) return written;
    // What was moved into an archive is there, and nowhere else.
    if (tile.level == 0 && tile.number >= archived->to / tlog::tile_width)
      if (auto written = write_bundle(tile, files); !written) return written;
    if (files.size() < most_files_at_once) continue;
    if (auto settled = files.settle(); !settled) return settled;
  }
  if (auto settled = files.settle(); !settled) return settled;
  if (auto dropped = drop_partials(from, checkpoint.size); !dropped) return dropped;
  return base::write_file_durably(checkpoint_file(), base::view(checkpoint.note));
}

base::Result<void> Publisher::write_tile(const tlog::Tile& tile, base::DurableFiles& files) {
  const auto hashes = m_ledger.tile(tile);
  if (!hashes) return base::Error{hashes.error().text};
  base::Bytes content;
  for (const auto& hash : *hashes) base::append(content, hash);
  return write_once(m_folders.hashes / path(tile), content, for_everybody, files);
}

base::Result<void> Publisher::write_bundle(const tlog::Tile& leaves, base::DurableFiles& files) {
  const auto content = bundle(m_ledger, leaves.number, leaves.width);
  if (!content) return content.error();
  return write_once(m_folders.entries / tlog::entries_path(leaves.number, leaves.width), *content, for_the_group,
                    files);
}

base::Result<void> Publisher::write_once(const fs::path& file, base::ByteView content, Modes modes,
                                         base::DurableFiles& files) {
  std::error_code failed;
  if (fs::exists(file, failed)) {
    const auto there = base::read_file(file, bundle_size_limit);
    if (!there) return there.error();
    if (base::equal(*there, content)) return {};
    return base::Error{"the published file " + file.string() +
                       " is not what the ledger holds: one of the two was altered; keep both and find out which"};
  }
  if (auto made = files.make_folder(file.parent_path(), modes.folder); !made) return made;
  return files.write(file, content, modes.file);
}

// Once a tile is full, and durable, nobody needs its beginnings (C2SP tlog-tiles allows it). Not durable, not needed to
// be.
base::Result<void> Publisher::drop_partials(std::uint64_t from, std::uint64_t size) const {
  for (const auto& tile : tlog::new_tiles(from, size)) {
    if (!tile.full()) continue;
    if (auto dropped = drop_partials(m_folders.hashes / path(tile)); !dropped) return dropped;
    if (tile.level != 0) continue;
    const auto bundle = m_folders.entries / tlog::entries_path(tile.number, tile.width);
    if (auto dropped = drop_partials(bundle); !dropped) return dropped;
  }
  return {};
}

base::Result<void> Publisher::drop_partials(const fs::path& full) {
  std::error_code failed;
  fs::remove_all(full.string() + ".p", failed);
  if (failed) return base::Error{"cannot remove " + full.string() + ".p: " + failed.message()};
  return {};
}

}  // namespace antin::keeper
