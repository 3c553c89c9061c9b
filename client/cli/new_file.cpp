#include "client/cli/new_file.hpp"

#include "core/base/file.hpp"

namespace antin::cli {
namespace {

namespace fs = std::filesystem;

Outcome<void> write(const fs::path& path, base::ByteView content, unsigned mode) {
  const auto written = base::write_file_durably(path, content, mode);
  if (!written) return local_trouble(written.error());
  return {};
}

}  // namespace

Outcome<void> write_new_file(const fs::path& path, base::ByteView content, unsigned mode) {
  std::error_code failure;
  if (fs::symlink_status(path, failure).type() != fs::file_type::not_found) {
    return local_trouble({path.string() + " exists and is not overwritten"});
  }
  return write(path, content, mode);
}

Outcome<void> write_result(const fs::path& path, base::ByteView content) {
  std::error_code failure;
  if (path.has_parent_path()) fs::create_directories(path.parent_path(), failure);
  if (failure) return local_trouble({"cannot make " + path.parent_path().string() + ": " + failure.message()});
  return write(path, content, 0644);
}

}  // namespace antin::cli
