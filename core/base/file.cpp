#include "core/base/file.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "core/base/descriptor.hpp"

namespace antin::base {
namespace {

Error failed(const char* what, const std::filesystem::path& path) {
  return {std::string(what) + " " + path.string() + ": " + std::strerror(errno)};
}

Result<void> write_all(int file, ByteView content, const std::filesystem::path& path) {
  while (!content.empty()) {
    const auto written = ::write(file, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return failed("cannot write", path);
    content = content.subspan(static_cast<std::size_t>(written));
  }
  return {};
}

// A rename is durable only once the directory that holds the name is.
Result<void> sync_directory_of(const std::filesystem::path& path) {
  const auto parent = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
  const Descriptor directory(::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory.is_open() || ::fsync(directory.number()) != 0) return failed("cannot sync directory", parent);
  return {};
}

}  // namespace

Result<Bytes> read_file(const std::filesystem::path& path, std::size_t limit) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file.is_open()) return failed("cannot open", path);
  struct stat status {};
  if (::fstat(file.number(), &status) != 0) return failed("cannot stat", path);
  if (!S_ISREG(status.st_mode)) return Error{path.string() + " is not a regular file"};
  Bytes content;
  std::uint8_t block[16384];
  for (;;) {
    const auto got = ::read(file.number(), block, sizeof block);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failed("cannot read", path);
    if (got == 0) return content;
    append(content, {block, static_cast<std::size_t>(got)});
    if (content.size() > limit) return Error{path.string() + " is larger than " + std::to_string(limit) + " octets"};
  }
}

Result<void> write_file_durably(const std::filesystem::path& path, ByteView content, unsigned mode) {
  std::string temporary = path.string() + ".XXXXXX";
  const Descriptor file(::mkostemp(temporary.data(), O_CLOEXEC));
  if (!file.is_open()) return failed("cannot create a temporary file for", path);
  auto written = write_all(file.number(), content, path);
  if (written && ::fchmod(file.number(), mode) != 0) written = failed("cannot set the mode of", path);
  if (written && ::fsync(file.number()) != 0) written = failed("cannot sync", path);
  if (written && ::rename(temporary.c_str(), path.c_str()) != 0) written = failed("cannot rename to", path);
  if (!written) {
    ::unlink(temporary.c_str());
    return written;
  }
  return sync_directory_of(path);
}

}  // namespace antin::base
