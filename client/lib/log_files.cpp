#include "client/lib/log_files.hpp"

#include <algorithm>

#include "core/base/file.hpp"

namespace antin::client {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t hash_size = 32;
constexpr std::size_t bundle_limit = std::size_t{tlog::tile_width} * (2 + 65535);

std::string shown(const base::Sha256Hash& hash) { return base::to_base64(hash); }

base::Error at_fault(const std::string& file, const std::string& expected, const std::string& found) {
  return {file + ": expected " + expected + ", found " + found};
}

tlog::Path hashes_in(base::ByteView content) {
  tlog::Path hashes(content.size() / hash_size);
  for (std::size_t i = 0; i < hashes.size(); ++i) std::copy_n(&content[i * hash_size], hash_size, hashes[i].begin());
  return hashes;
}

// Of nodes of one level as of leaves: the root of the subtree that they make.
base::Sha256Hash root_of(const tlog::Path& nodes) {
  tlog::Frontier subtree;
  for (const auto& node : nodes) subtree.append(node);
  return subtree.root();
}

class Verifier {
 public:
  Verifier(fs::path folder, fs::path bundles, std::uint64_t size, const TakeEntry& take)
      : m_folder(std::move(folder)), m_bundles(std::move(bundles)), m_size(size), m_take(take) {}

  base::Result<void> check_root(const base::Sha256Hash& root);
  base::Result<void> check_tiles();
  base::Result<void> check_older();
  base::Result<void> check_entries();

  std::uint64_t tiles = 0, older = 0, entries = 0, first_entry = 0;

 private:
  // How many hashes a level has, and what of them is in its tile of this number: none, some, or all 256.
  [[nodiscard]] std::uint64_t count(unsigned level) const { return level > 7 ? 0 : m_size >> (8 * level); }
  [[nodiscard]] unsigned width(unsigned level, std::uint64_t number) const {
    const auto first = number * tlog::tile_width;
    const auto all = count(level);
    return all <= first ? 0 : static_cast<unsigned>(std::min<std::uint64_t>(all - first, tlog::tile_width));
  }
  base::Result<tlog::Path> read(const tlog::Tile& tile) const;
  [[nodiscard]] base::Error missing(const std::string& name) const;
  base::Result<tlog::Path> read_file_of(const tlog::Tile& tile) const;
  [[nodiscard]] std::optional<base::Error> find_contradicted_edge() const;
  base::Result<void> check_children(const tlog::Tile& parent);
  base::Result<void> check_older(const tlog::Tile& tile);
  [[nodiscard]] std::uint64_t skip_archived() const;
  base::Result<void> check_bundle(std::uint64_t number);
  base::Result<void> check_bundle(const std::string& name, base::ByteView bundle, const tlog::Path& leaves,
                                  std::uint64_t first);

  fs::path m_folder, m_bundles;
  std::uint64_t m_size;
  const TakeEntry& m_take;
};

base::Result<tlog::Path> Verifier::read_file_of(const tlog::Tile& tile) const {
  const auto name = tlog::path(tile);
  const auto content = base::read_file(m_folder / name, std::size_t{tlog::tile_width} * hash_size);
  if (!content) return base::Error{name + ": " + content.error().text};
  const auto expected = tile.width * hash_size;
  if (content->size() != expected) {
    return at_fault(name, std::to_string(expected) + " octets", std::to_string(content->size()));
  }
  return hashes_in(*content);
}

// A partial tile may have been removed when the log had grown: then a wider one holds its hashes.
base::Result<tlog::Path> Verifier::read(const tlog::Tile& tile) const {
  std::error_code ignored;
  for (auto wider = tile; wider.width <= tlog::tile_width; ++wider.width) {
    if (!fs::exists(m_folder / tlog::path(wider), ignored)) continue;
    auto hashes = read_file_of(wider);
    if (hashes) hashes->resize(tile.width);
    return hashes;
  }
  return missing(tlog::path(tile));
}

base::Error Verifier::missing(const std::string& name) const {
  return {name + ": the file is missing, and a log of " + std::to_string(m_size) + " entries has it"};
}

base::Result<void> Verifier::check_root(const base::Sha256Hash& root) {
  std::string edge;
  tlog::Tree tree(m_size, [&](const tlog::Tile& tile) {
    edge += (edge.empty() ? "" : ", ") + tlog::path(tile);
    return read(tile);
  });
  const auto computed = tree.root();
  if (!computed) return computed.error();
  if (*computed == root) return {};
  if (auto contradicted = find_contradicted_edge()) return *std::move(contradicted);
  return at_fault("checkpoint",
                  "the root that " + (edge.empty() ? "an empty log has" : edge + " make") + ", " + shown(*computed),
                  shown(root));
}

// The right edge does not make the root. Where one of its tiles is contradicted by a tile below, the fault is its own:
// else two files would have to be wrong. Below its last tile there is nothing to ask.
std::optional<base::Error> Verifier::find_contradicted_edge() const {
  for (unsigned level = 1; count(level) > 0; ++level) {
    const auto number = (count(level) - 1) / tlog::tile_width;
    const tlog::Tile edge{level, number, width(level, number)};
    const auto hashes = read(edge);
    for (unsigned i = 0; hashes && i < edge.width; ++i) {
      const tlog::Tile child{level - 1, number * tlog::tile_width + i, tlog::tile_width};
      const auto below = read(child);
      if (!below || root_of(*below) == (*hashes)[i]) continue;
      return at_fault(
          tlog::path(edge),
          "hash " + std::to_string(i) + " to be what " + tlog::path(child) + " makes, " + shown(root_of(*below)),
          shown((*hashes)[i]));
    }
  }
  return std::nullopt;
}

// The root vouches for the tiles of the right edge; each of these, and so on down, for the full tiles below it.
base::Result<void> Verifier::check_tiles() {
  for (int level = 7; level >= 0; --level) {
    const auto at = static_cast<unsigned>(level);
    for (std::uint64_t number = 0; width(at, number) > 0; ++number) {
      if (auto checked = check_children({at, number, width(at, number)}); !checked) return checked;
      ++tiles;
    }
  }
  return {};
}

base::Result<void> Verifier::check_children(const tlog::Tile& parent) {
  const auto hashes = read(parent);
  if (!hashes) return hashes.error();
  if (parent.level == 0) return {};
  for (unsigned i = 0; i < parent.width; ++i) {
    const tlog::Tile child{parent.level - 1, parent.number * tlog::tile_width + i, tlog::tile_width};
    const auto below = read(child);
    if (!below) return below.error();
    const auto root = root_of(*below);
    if (root == (*hashes)[i]) continue;
    return at_fault(tlog::path(child),
                    "hashes that make " + shown((*hashes)[i]) + ", which is hash " + std::to_string(i) + " of " +
                        tlog::path(parent),
                    "hashes that make " + shown(root));
  }
  return {};
}

base::Result<void> Verifier::check_older() {
  std::error_code failure;
  fs::recursive_directory_iterator file(m_folder / "tile", failure);
  for (; !failure && file != fs::recursive_directory_iterator(); file.increment(failure)) {
    const auto tile = tlog::parse_tile_path(fs::relative(file->path(), m_folder).generic_string());
    if (!tile || tile->full() || !file->is_regular_file() || tile->width == width(tile->level, tile->number)) continue;
    if (auto checked = check_older(*tile); !checked) return checked;
  }
  if (failure && m_size > 0) return base::Error{"tile: " + failure.message()};
  return {};
}

// Partial tiles of other sizes: whatever was published once must still hold. Beyond the checkpoint nothing is known
// yet.
base::Result<void> Verifier::check_older(const tlog::Tile& tile) {
  const auto found = read_file_of(tile);
  if (!found) return found.error();
  const auto known = width(tile.level, tile.number);
  if (known == 0) return {};
  const tlog::Tile now{tile.level, tile.number, known};
  const auto hashes = read(now);
  if (!hashes) return hashes.error();
  for (std::size_t i = 0; i < std::min(found->size(), hashes->size()); ++i) {
    if ((*found)[i] == (*hashes)[i]) continue;
    return at_fault(tlog::path(tile),
                    "hash " + std::to_string(i) + " to be " + shown((*hashes)[i]) + ", as in " + tlog::path(now),
                    shown((*found)[i]));
  }
  ++older;
  return {};
}

// The first bundles may have been archived: then they prove themselves where they are.
std::uint64_t Verifier::skip_archived() const {
  std::uint64_t number = 0;
  std::error_code ignored;
  while (width(0, number) == tlog::tile_width &&
         !fs::exists(m_bundles / tlog::entries_path(number, tlog::tile_width), ignored))
    ++number;
  return number;
}

base::Result<void> Verifier::check_entries() {
  const auto first = skip_archived();
  first_entry = first * tlog::tile_width;
  for (auto number = first; width(0, number) > 0; ++number) {
    if (auto checked = check_bundle(number); !checked) return checked;
  }
  return {};
}

base::Result<void> Verifier::check_bundle(std::uint64_t number) {
  const auto needed = width(0, number);
  const auto leaves = read({0, number, needed});
  if (!leaves) return leaves.error();
  std::error_code ignored;
  for (auto wider = needed; wider <= tlog::tile_width; ++wider) {
    const auto name = tlog::entries_path(number, wider);
    if (!fs::exists(m_bundles / name, ignored)) continue;
    const auto bundle = base::read_file(m_bundles / name, bundle_limit);
    if (!bundle) return base::Error{name + ": " + bundle.error().text};
    return check_bundle(name, *bundle, *leaves, number * tlog::tile_width);
  }
  return missing(tlog::entries_path(number, needed));
}

// C2SP tlog-tiles: each entry after its length in two octets, the more significant first.
base::Result<void> Verifier::check_bundle(const std::string& name, base::ByteView bundle, const tlog::Path& leaves,
                                          std::uint64_t first) {
  for (std::size_t i = 0; i < leaves.size(); ++i, ++entries) {
    const auto which = "entry " + std::to_string(first + i);
    const auto size = bundle.size() < 2 ? 0 : std::size_t{bundle[0]} << 8 | bundle[1];
    if (bundle.size() < 2 || bundle.size() - 2 < size) return at_fault(name, which + " to be whole", "the file's end");
    const auto leaf = tlog::leaf_hash(bundle.subspan(2, size));
    if (leaf != leaves[i]) {
      const auto known = std::find(leaves.begin(), leaves.end(), leaf);
      const auto place = first + static_cast<std::uint64_t>(known - leaves.begin());
      return at_fault(name, which + " with leaf hash " + shown(leaves[i]),
                      shown(leaf) + (known == leaves.end() ? "" : ", which is entry " + std::to_string(place)));
    }
    if (m_take) m_take(bundle.subspan(2, size));
    bundle = bundle.subspan(2 + size);
  }
  return {};
}

}  // namespace

base::Result<VerifiedFiles> verify_log_files(const fs::path& folder, const std::optional<fs::path>& bundles,
                                             const LogTrust& trust, const TakeEntry& take) {
  const auto note = base::read_file(folder / "checkpoint", tlog::note_size_limit);
  if (!note) return base::Error{"checkpoint: " + note.error().text};
  const auto checkpoint = open_note(base::text(*note), trust);
  if (!checkpoint) return base::Error{"checkpoint: " + checkpoint.error().text};
  const auto& [origin, size, root] = checkpoint->checkpoint;
  Verifier files(folder, bundles.value_or(folder), size, take);
  if (const auto good = files.check_root(root); !good) return good.error();
  if (const auto good = files.check_tiles(); !good) return good.error();
  if (const auto good = files.check_older(); !good) return good.error();
  std::error_code ignored;
  if (bundles || fs::exists(folder / "tile/entries", ignored)) {
    if (const auto good = files.check_entries(); !good) return good.error();
  }
  return VerifiedFiles{*checkpoint, files.tiles, files.older, files.entries, files.first_entry};
}

}  // namespace antin::client
