#include "daemon/keeper/log/archives.hpp"

#include <algorithm>

#include "core/base/file.hpp"
#include "core/crypto/sha2.hpp"

namespace antin::keeper {
namespace {

namespace fs = std::filesystem;

// No name of an archive has a `+`.
constexpr const char* begun_suffix = "+begun";
constexpr unsigned folder_mode = 0750;
constexpr unsigned file_mode = 0640;

base::Error failed(const std::string& what, const fs::path& path, const std::error_code& code) {
  return {what + " " + path.string() + ": " + code.message()};
}

}  // namespace

fs::path Archives::begun(const LastArchive& archive) const { return m_folder / (archive.name + begun_suffix); }

bool Archives::is_taken(const std::string& name) const {
  std::error_code ignored;
  return fs::exists(fs::symlink_status(m_folder / name, ignored));
}

base::Result<void> Archives::drop_begun() {
  const auto last = last_archive(m_ledger);
  if (!last) return last.error();
  std::error_code failure;
  if (!fs::is_directory(m_folder, failure)) return {};
  std::vector<fs::path> left;
  for (const auto& entry : fs::directory_iterator(m_folder, failure)) {
    const auto name = entry.path().filename().string();
    if (name.ends_with(begun_suffix) && (last->settled || entry.path() != begun(*last))) left.push_back(entry.path());
  }
  for (const auto& folder : left)
    if (fs::remove_all(folder, failure); failure) return failed("cannot remove", folder, failure);
  if (failure) return failed("cannot read", m_folder, failure);
  return {};
}

base::Result<bool> Archives::settle(std::uint64_t most) {
  auto last = last_archive(m_ledger);
  if (!last) return last.error();
  if (last->settled) return true;
  if (!m_next_out) {
    if (auto named = give_name(*last); !named) return named.error();
    // Carried off already: then what is left here stays.
    m_next_out = (is_taken(last->name) ? last->from : last->to) / tlog::tile_width;
  }
  const auto end = std::min(last->to / tlog::tile_width, *m_next_out + most);
  for (; *m_next_out < end; ++*m_next_out)
    if (auto out = take_out(*last, *m_next_out); !out) return out.error();
  if (end * tlog::tile_width < last->to) return false;
  m_next_out.reset();
  last->settled = true;
  if (auto kept = keep_last_archive(m_ledger, *last); !kept) return base::Error{kept.error().text};
  return true;
}

base::Result<void> Archives::give_name(const LastArchive& archive) const {
  std::error_code failure;
  if (!fs::exists(begun(archive), failure)) return {};  // it has it
  fs::rename(begun(archive), named(archive), failure);
  if (failure) return failed("cannot rename to", named(archive), failure);
  return base::sync_folder(m_folder);
}

// Only what the archive holds, octet for octet.
base::Result<void> Archives::take_out(const LastArchive& archive, std::uint64_t number) const {
  const auto path = tlog::entries_path(number, tlog::tile_width);
  std::error_code failure;
  if (!fs::exists(m_entries / path, failure)) return {};
  const auto archived = base::read_file(named(archive) / path, bundle_size_limit);
  if (!archived) return archived.error();
  const auto own = base::read_file(m_entries / path, bundle_size_limit);
  if (!own) return own.error();
  if (!base::equal(*archived, *own))
    return base::Error{"the archived " + (named(archive) / path).string() +
                       " is not what the log's folder holds: keep both and find out which was altered"};
  fs::remove(m_entries / path, failure);
  if (failure) return failed("cannot remove", m_entries / path, failure);
  return {};
}

base::Result<Archives::Draft> Archives::Draft::begin(const Archives& archives, LastArchive what) {
  Draft draft(archives, std::move(what), {});
  draft.m_folder = archives.begun(draft.m_what);
  std::error_code failure;
  fs::remove_all(draft.m_folder, failure);  // of one that failed
  base::DurableFiles made;
  if (auto folder = made.make_folder(draft.m_folder, folder_mode); !folder) return folder.error();
  if (auto settled = made.settle(); !settled) return settled.error();
  return draft;
}

base::Result<void> Archives::Draft::copy_next() {
  const auto path = tlog::entries_path(m_next, tlog::tile_width);
  const auto content = bundle(m_archives.m_ledger, m_next, tlog::tile_width);
  if (!content) return content.error();
  const auto own = base::read_file(m_archives.m_entries / path, bundle_size_limit);
  if (!own) return own.error();
  if (!base::equal(*own, *content))
    return base::Error{"the file " + (m_archives.m_entries / path).string() +
                       " is not what the ledger holds: one of the two was altered; keep both and find out which"};
  if (auto written = write(path, *content); !written) return written;
  ++m_next;
  return {};
}

base::Result<void> Archives::Draft::write(const std::string& path, base::ByteView content) {
  const auto file = m_folder / path;
  base::DurableFiles files;
  if (auto made = files.make_folder(file.parent_path(), folder_mode); !made) return made;
  if (auto written = files.write(file, content, file_mode); !written) return written;
  if (auto settled = files.settle(); !settled) return settled;
  const auto back = base::read_file(file, tlog::manifest_size_limit);
  if (!back) return back.error();
  if (!base::equal(*back, content)) return base::Error{file.string() + " is not what was written: look at the disk"};
  m_files.push_back({crypto::sha256(content), path});
  return {};
}

base::Result<base::Sha256Hash> Archives::Draft::finish(Log& log, const SignedCheckpoint& checkpoint) {
  const tlog::ArchiveProof proof{log.edge(m_what.from).subtrees(), log.consistency(m_what.to, checkpoint.size)};
  if (auto written = write("checkpoint", base::view(checkpoint.note)); !written) return written.error();
  if (auto written = write("proof", base::view(tlog::print(proof))); !written) return written.error();
  const auto manifest = tlog::print(tlog::ArchiveManifest{log.origin(), m_what.from, m_what.to, m_files});
  if (auto written = write("manifest", base::view(manifest)); !written) return written.error();
  return crypto::sha256(base::view(manifest));
}

}  // namespace antin::keeper
