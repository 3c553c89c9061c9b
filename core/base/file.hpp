// Whole small files: read with a size limit, write so that a crash leaves the old file or the new one.
#pragma once

#include <cstddef>
#include <filesystem>

#include "core/base/bytes.hpp"
#include "core/base/result.hpp"

namespace antin::base {

// Refuses anything but a regular file of at most `limit` octets.
Result<Bytes> read_file(const std::filesystem::path& path, std::size_t limit);

// Temporary file in the same directory, write, fsync, rename, fsync of the directory.
Result<void> write_file_durably(const std::filesystem::path& path, ByteView content, unsigned mode = 0644);

}  // namespace antin::base
