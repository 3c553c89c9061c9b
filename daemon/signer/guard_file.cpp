#include "daemon/signer/guard_file.hpp"

#include <fcntl.h>
#include <sys/file.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>

#include "core/base/file.hpp"

namespace antin::signer {
namespace {

constexpr std::size_t file_limit = 512;
constexpr unsigned file_mode = 0600;

}  // namespace

base::Result<GuardFile> GuardFile::open(const std::filesystem::path& folder, const std::string& name) {
  // Beside the file, which is replaced at each write.
  const auto path = folder / (name + ".lock");
  base::Descriptor lock(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, file_mode));
  if (!lock.is_open()) return base::Error{path.string() + ": " + std::strerror(errno)};
  if (::flock(lock.number(), LOCK_EX | LOCK_NB) != 0)
    return base::Error{folder.string() + " is another signer's: each process needs a state folder of its own"};
  return GuardFile(folder / name, std::move(lock));
}

base::Result<std::string> GuardFile::read() const {
  const auto content = base::read_file(m_file, file_limit);
  if (!content) return content.error();
  return std::string(base::text(*content));
}

base::Result<void> GuardFile::write(std::string_view text) const {
  return base::write_file_durably(m_file, base::view(text), file_mode);
}

void GuardFile::keep(std::string_view text) const {
  if (const auto written = write(text); !written)
    throw std::runtime_error("a guard cannot be kept: " + written.error().text);
}

bool GuardFile::exists() const { return std::filesystem::exists(std::filesystem::symlink_status(m_file)); }

}  // namespace antin::signer
