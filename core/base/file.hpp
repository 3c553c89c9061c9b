// Whole small files: read with a size limit, write so that a crash leaves the old file or the new one.
#pragma once

#include <cstddef>
#include <filesystem>
#include <set>
#include <vector>

#include "core/base/bytes.hpp"
#include "core/base/descriptor.hpp"
#include "core/base/result.hpp"

namespace antin::base {

// Refuses anything but a regular file of at most `limit` octets.
Result<Bytes> read_file(const std::filesystem::path& path, std::size_t limit);

// Temporary file in the same directory, write, fsync, rename, fsync of the directory.
Result<void> write_file_durably(const std::filesystem::path& path, ByteView content, unsigned mode = 0644);

// The names in it.
Result<void> sync_folder(const std::filesystem::path& folder);

// The same for many files at once. All are on their way to the disk before the first fsync waits for one, so that a
// journal commits for all of them together: of some twenty waits for the disk three are left.
class DurableFiles {
 public:
  DurableFiles() = default;
  DurableFiles(const DurableFiles&) = delete;
  DurableFiles& operator=(const DurableFiles&) = delete;
  ~DurableFiles();  // what did not settle is removed

  Result<void> write(const std::filesystem::path& path, ByteView content, unsigned mode);
  // It and those above it that are missing, with this mode whatever the umask is: durable with the files.
  Result<void> make_folder(const std::filesystem::path& folder, unsigned mode);
  [[nodiscard]] std::size_t size() const { return m_files.size(); }

  // Every file has its name, durably. After an error nobody knows which: fatal.
  Result<void> settle();

 private:
  struct File {
    Descriptor descriptor;
    std::filesystem::path temporary;  // empty once it has its name
    std::filesystem::path path;
  };
  Result<void> sync_and_rename();

  std::vector<File> m_files;
  std::set<std::filesystem::path> m_folders;
};

}  // namespace antin::base
