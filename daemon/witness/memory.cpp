#include "daemon/witness/memory.hpp"

#include <fcntl.h>
#include <sys/file.h>

#include <cerrno>
#include <cstring>

#include "core/base/file.hpp"
#include "core/crypto/sha2.hpp"

namespace antin::witness {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view ending = ".checkpoint";
constexpr unsigned file_mode = 0644;  // the world may read what we have cosigned
constexpr unsigned lock_mode = 0600;

base::Result<base::Descriptor> lock_folder(const fs::path& folder) {
  const auto path = folder / "lock";
  base::Descriptor lock(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, lock_mode));
  if (!lock.is_open()) return base::Error{path.string() + ": " + std::strerror(errno)};
  if (::flock(lock.number(), LOCK_EX | LOCK_NB) != 0)
    return base::Error{folder.string() + " is another witness's: two with one memory could cosign a fork"};
  return lock;
}

base::Result<Remembered> read_note(const fs::path& file) {
  const auto content = base::read_file(file, tlog::note_size_limit);
  if (!content) return content.error();
  const auto text = base::text(*content);
  const auto note = tlog::parse_note(text);
  if (!note) return base::Error{file.string() + " is damaged: " + note.error().text};
  auto checkpoint = tlog::parse_checkpoint(note->text);
  if (!checkpoint) return base::Error{file.string() + " is damaged: " + checkpoint.error().text};
  if (name_of_log(checkpoint->origin) + std::string(ending) != file.filename())
    return base::Error{file.string() + " is of another log: " + checkpoint->origin};
  return Remembered{std::move(*checkpoint), std::string(text)};
}

}  // namespace

std::string name_of_log(std::string_view origin) { return base::to_hex(crypto::sha256({base::view(origin)})); }

base::Result<Memory> Memory::open(const fs::path& folder) {
  auto lock = lock_folder(folder);
  if (!lock) return lock.error();
  Memory memory(folder, std::move(*lock));
  if (const auto read = memory.read(); !read) return read.error();
  return memory;
}

base::Result<void> Memory::read() {
  std::error_code error;
  for (fs::directory_iterator at(m_folder, error), end; !error && at != end; at.increment(error)) {
    if (at->path().extension() != ending) continue;  // the lock, and what a crash left of a write
    auto remembered = read_note(at->path());
    if (!remembered) return remembered.error();
    m_logs.insert_or_assign(at->path().stem(), std::move(*remembered));
  }
  if (error) return base::Error{m_folder.string() + ": " + error.message()};
  return {};
}

const Remembered* Memory::find(std::string_view origin) const { return find_by_name(name_of_log(origin)); }

const Remembered* Memory::find_by_name(const std::string& name) const {
  const auto found = m_logs.find(name);
  return found == m_logs.end() ? nullptr : &found->second;
}

base::Result<void> Memory::keep(const tlog::Checkpoint& checkpoint, const std::string& note) {
  const auto name = name_of_log(checkpoint.origin);
  const auto file = m_folder / (name + std::string(ending));
  if (auto written = base::write_file_durably(file, base::view(note), file_mode); !written) return written;
  m_logs.insert_or_assign(name, Remembered{checkpoint, note});
  return {};
}

}  // namespace antin::witness
