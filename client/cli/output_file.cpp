#include "client/cli/output_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "core/crypto/sha2.hpp"

namespace antin::cli {

Stop OutputFile::failed(const char* what) const {
  return local_trouble({std::string(what) + " " + m_path.string() + ": " + std::strerror(errno)});
}

Outcome<OutputFile> OutputFile::open(const std::filesystem::path& path, const std::optional<OutputMark>& mark) {
  OutputFile output(base::Descriptor(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0644)), path, 0);
  struct stat status {};
  if (!output.m_file.is_open() || ::fstat(output.m_file.number(), &status) != 0) return output.failed("cannot open");
  if (!S_ISREG(status.st_mode)) return local_trouble({path.string() + " is not a regular file"});
  if (::flock(output.m_file.number(), LOCK_EX | LOCK_NB) != 0)
    return local_trouble({"another process writes to " + path.string()});
  output.m_size = static_cast<std::uint64_t>(status.st_size);
  if (!mark && output.m_size > 0)
    return local_trouble({path.string() + " has something in it that the state knows nothing of"});
  if (mark) {
    if (const auto cut = output.cut_to(*mark); !cut) return cut.error();
  }
  // A state that names what is in it must not outlive its name.
  const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
  const base::Descriptor directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory.is_open() || ::fsync(directory.number()) != 0) return output.failed("cannot sync the folder of");
  return output;
}

Outcome<void> OutputFile::cut_to(const OutputMark& mark) {
  const auto there = mark.size <= m_size ? mark_of(mark.size) : Outcome<OutputMark>(OutputMark{});
  if (!there) return there.error();
  if (*there != mark)
    return local_trouble({m_path.string() + " is not the file that the state was kept with, or it was changed"});
  if (::ftruncate(m_file.number(), static_cast<off_t>(mark.size)) != 0) return failed("cannot cut");
  m_size = mark.size;
  return {};
}

Outcome<void> OutputFile::append(std::string_view text) {
  while (!text.empty()) {
    const auto written = ::pwrite(m_file.number(), text.data(), text.size(), static_cast<off_t>(m_size));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return failed("cannot write to");
    m_size += static_cast<std::uint64_t>(written);
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

Outcome<OutputMark> OutputFile::settle() {
  if (::fdatasync(m_file.number()) != 0) return failed("cannot sync");
  return mark_of(m_size);
}

Outcome<OutputMark> OutputFile::mark_of(std::uint64_t size) const {
  base::Bytes tail(std::min<std::uint64_t>(size, OutputMark::tail_size));
  for (std::size_t got = 0; got < tail.size();) {
    const auto from = static_cast<off_t>(size - tail.size() + got);
    const auto read = ::pread(m_file.number(), tail.data() + got, tail.size() - got, from);
    if (read < 0 && errno == EINTR) continue;
    if (read <= 0) return failed("cannot read");
    got += static_cast<std::size_t>(read);
  }
  return OutputMark{size, crypto::sha256(tail)};
}

}  // namespace antin::cli
