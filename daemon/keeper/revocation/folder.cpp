#include "daemon/keeper/revocation/folder.hpp"

#include <algorithm>
#include <system_error>

namespace antin::keeper {

namespace fs = std::filesystem;

base::Result<std::vector<fs::path>> list_files(const fs::path& folder, std::string_view extension) {
  std::error_code error;
  std::vector<fs::path> files;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error))
    if (entry->path().extension() == extension) files.push_back(entry->path());
  if (error) return base::Error{"cannot list " + folder.string() + ": " + error.message()};
  std::sort(files.begin(), files.end());
  return files;
}

bool is_regular(const fs::path& file) {
  std::error_code error;
  return fs::symlink_status(file, error).type() == fs::file_type::regular;
}

}  // namespace antin::keeper
