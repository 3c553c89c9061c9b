#include "client/cli/certificates.hpp"

#include "core/base/file.hpp"

namespace antin::cli {
namespace {

constexpr std::size_t file_limit = 1024 * 1024;

}  // namespace

Outcome<std::vector<crypto::Certificate>> certificates_in(const std::vector<std::string>& files) {
  std::vector<crypto::Certificate> all;
  for (const auto& file : files) {
    const auto content = base::read_file(file, file_limit);
    if (!content) return local_trouble(content.error());
    const auto read = crypto::certificates_from_pem(*content);
    if (!read) return local_trouble({file + ": " + read.error().text});
    all.insert(all.end(), read->begin(), read->end());
  }
  return all;
}

}  // namespace antin::cli
