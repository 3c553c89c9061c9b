#include "core/base/file.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

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

std::filesystem::path folder_of(const std::filesystem::path& path) {
  return path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
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
  DurableFiles one;
  if (auto written = one.write(path, content, mode); !written) return written;
  return one.settle();
}

Result<void> sync_folder(const std::filesystem::path& folder) {
  const Descriptor directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory.is_open() || ::fsync(directory.number()) != 0) return failed("cannot sync directory", folder);
  return {};
}

DurableFiles::~DurableFiles() {
  for (const auto& file : m_files)
    if (!file.temporary.empty()) ::unlink(file.temporary.c_str());
}

Result<void> DurableFiles::write(const std::filesystem::path& path, ByteView content, unsigned mode) {
  std::string temporary = path.string() + ".XXXXXX";
  Descriptor file(::mkostemp(temporary.data(), O_CLOEXEC));
  if (!file.is_open()) return failed("cannot create a temporary file for", path);
  m_files.push_back({std::move(file), temporary, path});
  const auto number = m_files.back().descriptor.number();
  if (auto written = write_all(number, content, path); !written) return written;
  if (::fchmod(number, mode) != 0) return failed("cannot set the mode of", path);
  // A hint: what comes of it is for the fsync to say.
  static_cast<void>(::sync_file_range(number, 0, 0, SYNC_FILE_RANGE_WRITE));
  return {};
}

Result<void> DurableFiles::make_folder(const std::filesystem::path& folder, unsigned mode) {
  std::error_code failure;
  if (std::filesystem::is_directory(folder, failure)) return {};
  if (folder.has_parent_path() && folder.parent_path() != folder)
    if (auto made = make_folder(folder.parent_path(), mode); !made) return made;
  std::filesystem::create_directory(folder, failure);
  if (!failure) std::filesystem::permissions(folder, std::filesystem::perms(mode), failure);
  if (failure) return Error{"cannot make the folder " + folder.string() + ": " + failure.message()};
  m_folders.insert(folder_of(folder));
  return {};
}

Result<void> DurableFiles::settle() {
  if (auto settled = sync_and_rename(); !settled) return settled;
  // A name is durable only once the directory that holds it is.
  for (const auto& folder : m_folders)
    if (auto synced = sync_folder(folder); !synced) return synced;
  m_files.clear();
  m_folders.clear();
  return {};
}

Result<void> DurableFiles::sync_and_rename() {
  for (const auto& file : m_files)
    if (::fsync(file.descriptor.number()) != 0) return failed("cannot sync", file.path);
  for (auto& file : m_files) {
    if (::rename(file.temporary.c_str(), file.path.c_str()) != 0) return failed("cannot rename to", file.path);
    file.temporary.clear();
    m_folders.insert(folder_of(file.path));
  }
  return {};
}

}  // namespace antin::base
