#include "daemon/keeper/log/publisher.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/base/descriptor.hpp"
#include "core/base/file.hpp"
#include "core/tlog/note.hpp"

namespace antin::keeper {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t bundle_size_limit = tlog::tile_width * (2 + 16 * 1024);

base::Result<void> sync_folder(const fs::path& folder) {
  const base::Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (opened.is_open() && ::fsync(opened.number()) == 0) return {};
  return base::Error{"cannot sync " + folder.string() + ": " + std::strerror(errno)};
}

// Every folder that was not there, and its name in the one above, durable.
base::Result<void> make_folder(const fs::path& folder, unsigned mode) {
  std::error_code failed;
  if (fs::is_directory(folder, failed)) return {};
  if (folder.has_parent_path() && folder.parent_path() != folder)
    if (auto made = make_folder(folder.parent_path(), mode); !made) return made;
  fs::create_directory(folder, failed);
  if (!failed) fs::permissions(folder, fs::perms(mode), failed);  // whatever the umask is
  if (failed) return base::Error{"cannot make the folder " + folder.string() + ": " + failed.message()};
  return sync_folder(folder.parent_path());
}

void append_bundled(base::Bytes& bundle, base::ByteView entry) {
  bundle.push_back(static_cast<std::uint8_t>(entry.size() >> 8));
  bundle.push_back(static_cast<std::uint8_t>(entry.size()));
  base::append(bundle, entry);
}

}  // namespace

base::Result<std::optional<std::string>> Publisher::published() const {
  std::error_code failed;
  if (!fs::exists(checkpoint_file(), failed) && !failed) return std::optional<std::string>();
  auto note = base::read_file(checkpoint_file(), tlog::note_size_limit);
  if (!note) return note.error();
  return std::optional<std::string>(base::text(*note));
}

base::Result<void> Publisher::publish(std::uint64_t from, const SignedCheckpoint& checkpoint) {
  for (const auto& tile : tlog::new_tiles(from, checkpoint.size)) {
    if (auto written = write_tile(tile); !written) return written;
    if (tile.level != 0) continue;
    if (auto written = write_bundle(tile); !written) return written;
  }
  if (auto made = make_folder(m_folders.hashes, for_everybody.folder); !made) return made;
  return base::write_file_durably(checkpoint_file(), base::view(checkpoint.note));
}

base::Result<void> Publisher::write_tile(const tlog::Tile& tile) {
  const auto hashes = m_ledger.tile(tile);
  if (!hashes) return base::Error{hashes.error().text};
  base::Bytes content;
  for (const auto& hash : *hashes) base::append(content, hash);
  const auto file = m_folders.hashes / path(tile);
  if (auto written = write_once(file, content, for_everybody); !written) return written;
  if (tile.full()) return drop_partials(file);
  return {};
}

base::Result<void> Publisher::write_bundle(const tlog::Tile& leaves) {
  const auto entries = m_ledger.entries(leaves.number * tlog::tile_width, leaves.width);
  if (!entries) return base::Error{entries.error().text};
  base::Bytes content;
  for (const auto& entry : *entries) append_bundled(content, entry.bytes);
  const auto file = m_folders.entries / tlog::entries_path(leaves.number, leaves.width);
  if (auto written = write_once(file, content, for_the_group); !written) return written;
  if (leaves.full()) return drop_partials(file);
  return {};
}

base::Result<void> Publisher::write_once(const fs::path& file, base::ByteView content, Modes modes) {
  std::error_code failed;
  if (fs::exists(file, failed)) {
    const auto there = base::read_file(file, bundle_size_limit);
    if (!there) return there.error();
    if (base::equal(*there, content)) return {};
    return base::Error{"the published file " + file.string() +
                       " is not what the ledger holds: one of the two was altered; keep both and find out which"};
  }
  if (auto made = make_folder(file.parent_path(), modes.folder); !made) return made;
  return base::write_file_durably(file, content, modes.file);
}

// Once a tile is full nobody needs its beginnings (C2SP tlog-tiles allows it). Not durable, not needed to be.
base::Result<void> Publisher::drop_partials(const fs::path& full) {
  std::error_code failed;
  fs::remove_all(full.string() + ".p", failed);
  if (failed) return base::Error{"cannot remove " + full.string() + ".p: " + failed.message()};
  return {};
}

}  // namespace antin::keeper
