#include "daemon/signer/timestamp_guard.hpp"

#include <fcntl.h>
#include <sys/file.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>

#include "core/base/file.hpp"

namespace antin::signer {
namespace {

constexpr const char* file_name = "last-gen-time";
constexpr const char* lock_name = "lock";
constexpr std::size_t file_limit = 64;
constexpr unsigned file_mode = 0600;

std::string text_of(base::Instant bound) { return base::print(bound) + "\n"; }

base::Result<base::Instant> read_bound(const std::filesystem::path& file) {
  const auto content = base::read_file(file, file_limit);
  if (!content) return content.error();
  auto text = base::text(*content);
  const base::Error damaged{file.string() + " is not a guard: one line, like 2026-05-28T02:11:09.412Z, is expected"};
  if (!text.ends_with('\n')) return damaged;
  text.remove_suffix(1);
  const auto bound = base::parse_instant(text);
  // parse_instant takes a form without milliseconds too; only what is written here is read.
  if (!bound || base::print(*bound) != text) return damaged;
  return *bound;
}

base::Result<base::Descriptor> lock_folder(const std::filesystem::path& folder) {
  const auto path = folder / lock_name;
  base::Descriptor lock(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, file_mode));
  if (!lock.is_open()) return base::Error{path.string() + ": " + std::strerror(errno)};
  if (::flock(lock.number(), LOCK_EX | LOCK_NB) != 0)
    return base::Error{folder.string() + " is another signer's: each process needs a state folder of its own"};
  return lock;
}

}  // namespace

base::Result<TimestampGuard> TimestampGuard::open(const std::filesystem::path& folder) {
  auto lock = lock_folder(folder);
  if (!lock) return lock.error();
  const auto bound = read_bound(folder / file_name);
  if (!bound) return bound.error();
  return TimestampGuard(folder / file_name, std::move(lock).value(), *bound);
}

base::Result<void> TimestampGuard::initialise(const std::filesystem::path& folder) {
  const auto lock = lock_folder(folder);
  if (!lock) return lock.error();
  const auto file = folder / file_name;
  if (std::filesystem::exists(std::filesystem::symlink_status(file))) {
    const auto bound = read_bound(file);
    if (!bound) return bound.error();
    return {};
  }
  return base::write_file_durably(file, base::view(text_of(base::Instant{})), file_mode);
}

TimestampGuard::Verdict TimestampGuard::admit(base::Instant gen_time, base::Instant now) {
  if (gen_time > now + tolerance || gen_time < now - tolerance) return Verdict::off_the_clock;
  // Equal is fine: tokens of one millisecond differ by their serial.
  if (gen_time < m_last) return Verdict::behind_the_last;
  if (gen_time > m_bound) {
    const auto bound = gen_time + lease;
    if (const auto written = base::write_file_durably(m_file, base::view(text_of(bound)), file_mode); !written)
      throw std::runtime_error("the timestamp guard cannot be kept: " + written.error().text);
    m_bound = bound;
  }
  m_last = gen_time;
  return Verdict::admitted;
}

base::Result<void> TimestampGuard::settle() {
  if (m_bound == m_last) return {};
  const auto written = base::write_file_durably(m_file, base::view(text_of(m_last)), file_mode);
  if (written) m_bound = m_last;
  return written;
}

}  // namespace antin::signer
