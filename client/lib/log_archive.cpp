#include "client/lib/log_archive.hpp"

#include <algorithm>

#include "core/base/file.hpp"
#include "core/crypto/sha2.hpp"

namespace antin::client {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t file_limit = std::size_t{tlog::tile_width} * (2 + 65535);

class Archive {
 public:
  Archive(fs::path folder, tlog::ArchiveManifest manifest)
      : m_folder(std::move(folder)), m_manifest(std::move(manifest)) {}

  base::Result<void> check_names() const;
  base::Result<void> check_hashes() const;
  base::Result<void> check_nothing_else() const;
  base::Result<SignedCheckpoint> read_checkpoint(const LogTrust& trust) const;
  base::Result<void> check_proof(const tlog::Checkpoint& checkpoint) const;

 private:
  base::Result<void> append_bundle(std::uint64_t number, tlog::Frontier& tree) const;
  base::Result<base::Bytes> read(const std::string& name) const;

  fs::path m_folder;
  tlog::ArchiveManifest m_manifest;
};

base::Result<base::Bytes> Archive::read(const std::string& name) const {
  std::error_code ignored;
  if (!fs::exists(m_folder / name, ignored)) return base::Error{name + ": the file is missing"};
  auto content = base::read_file(m_folder / name, file_limit);
  if (!content) return base::Error{name + ": " + content.error().text};
  return content;
}

// Exactly what an archive of these entries has.
base::Result<void> Archive::check_names() const {
  auto listed = m_manifest.files.begin();
  const auto expect = [&](const std::string& path) -> base::Result<void> {
    if (listed != m_manifest.files.end() && listed->path == path) {
      ++listed;
      return {};
    }
    return base::Error{"manifest: expected a line for " + path + ", found " +
                       (listed == m_manifest.files.end() ? "its end" : listed->path)};
  };
  std::vector<std::string> paths{"checkpoint", "proof"};
  for (auto number = m_manifest.from / tlog::tile_width; number < m_manifest.to / tlog::tile_width; ++number)
    paths.push_back(tlog::entries_path(number, tlog::tile_width));
  std::sort(paths.begin(), paths.end());
  for (const auto& path : paths)
    if (auto good = expect(path); !good) return good;
  if (listed == m_manifest.files.end()) return {};
  return base::Error{"manifest: expected its end, found a line for " + listed->path};
}

base::Result<void> Archive::check_hashes() const {
  for (const auto& file : m_manifest.files) {
    const auto content = read(file.path);
    if (!content) return content.error();
    const auto hash = crypto::sha256(*content);
    if (hash != file.hash)
      return base::Error{file.path + ": expected SHA-256 " + base::to_hex(file.hash) +
                         ", which the manifest says, found " + base::to_hex(hash)};
  }
  return {};
}

base::Result<void> Archive::check_nothing_else() const {
  std::error_code failure;
  fs::recursive_directory_iterator file(m_folder, failure);
  for (; !failure && file != fs::recursive_directory_iterator(); file.increment(failure)) {
    if (file->is_directory() && !file->is_symlink()) continue;
    const auto name = file->path().lexically_relative(m_folder).generic_string();
    const auto listed = std::lower_bound(m_manifest.files.begin(), m_manifest.files.end(), name,
                                         [](const auto& one, const std::string& path) { return one.path < path; });
    if (name != "manifest" && (listed == m_manifest.files.end() || listed->path != name))
      return base::Error{name + ": a file that the manifest does not name"};
  }
  if (failure) return base::Error{m_folder.string() + ": " + failure.message()};
  return {};
}

base::Result<SignedCheckpoint> Archive::read_checkpoint(const LogTrust& trust) const {
  const auto note = read("checkpoint");
  if (!note) return note.error();
  auto opened = open_note(base::text(*note), trust);
  if (!opened) return base::Error{"checkpoint: " + opened.error().text};
  const auto& checkpoint = opened->checkpoint;
  if (checkpoint.origin != m_manifest.origin)
    return base::Error{"manifest: expected origin " + checkpoint.origin + ", as in checkpoint, found " +
                       m_manifest.origin};
  if (checkpoint.size < m_manifest.to)
    return base::Error{"checkpoint: expected at least " + std::to_string(m_manifest.to) + " entries, found " +
                       std::to_string(checkpoint.size)};
  return opened;
}

// What was before, and each leaf after it, make the tree that the signed one grew from.
base::Result<void> Archive::check_proof(const tlog::Checkpoint& checkpoint) const {
  const auto text = read("proof");
  if (!text) return text.error();
  auto proof = tlog::parse_archive_proof(base::text(*text));
  if (!proof) return base::Error{"proof: " + proof.error().text};
  auto tree = tlog::Frontier::resume(m_manifest.from, std::move(proof->edge));
  if (!tree) return base::Error{"proof: its edge: " + tree.error().text};
  for (auto number = m_manifest.from / tlog::tile_width; number < m_manifest.to / tlog::tile_width; ++number)
    if (auto appended = append_bundle(number, *tree); !appended) return appended;
  if (tlog::verify_consistency(m_manifest.to, tree->root(), checkpoint.size, checkpoint.root, proof->consistency))
    return {};
  return base::Error{"proof: it does not lead from the entries " + std::to_string(m_manifest.from) + " to " +
                     std::to_string(m_manifest.to - 1) +
                     " to the root of the checkpoint: the entries, the proof or the checkpoint are another log's"};
}

// C2SP tlog-tiles: each entry after its length in two octets, the more significant first.
base::Result<void> Archive::append_bundle(std::uint64_t number, tlog::Frontier& tree) const {
  const auto name = tlog::entries_path(number, tlog::tile_width);
  const auto content = read(name);
  if (!content) return content.error();
  base::ByteView rest(*content);
  for (unsigned i = 0; i < tlog::tile_width; ++i) {
    const auto size = rest.size() < 2 ? 0 : std::size_t{rest[0]} << 8 | rest[1];
    if (rest.size() < 2 || rest.size() - 2 < size)
      return base::Error{name + ": expected 256 whole entries, found the end in the one with index " +
                         std::to_string(number * tlog::tile_width + i)};
    tree.append(tlog::leaf_hash(rest.subspan(2, size)));
    rest = rest.subspan(2 + size);
  }
  if (rest.empty()) return {};
  return base::Error{name + ": expected its end after 256 entries, found " + std::to_string(rest.size()) + " octets"};
}

}  // namespace

bool is_archive(const fs::path& folder) {
  std::error_code ignored;
  return fs::exists(folder / "manifest", ignored);
}

base::Result<VerifiedArchive> verify_archive(const fs::path& folder, const LogTrust& trust) {
  const auto text = base::read_file(folder / "manifest", tlog::manifest_size_limit);
  if (!text) return base::Error{"manifest: " + text.error().text};
  auto manifest = tlog::parse_manifest(base::text(*text));
  if (!manifest) return base::Error{"manifest: " + manifest.error().text};
  VerifiedArchive verified{{}, manifest->from, manifest->to, crypto::sha256(*text)};
  const Archive archive(folder, *std::move(manifest));
  if (const auto good = archive.check_names(); !good) return good.error();
  if (const auto good = archive.check_hashes(); !good) return good.error();
  if (const auto good = archive.check_nothing_else(); !good) return good.error();
  auto checkpoint = archive.read_checkpoint(trust);
  if (!checkpoint) return checkpoint.error();
  if (const auto good = archive.check_proof(checkpoint->checkpoint); !good) return good.error();
  verified.checkpoint = *std::move(checkpoint);
  return verified;
}

}  // namespace antin::client
