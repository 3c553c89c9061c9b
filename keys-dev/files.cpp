#include "keys-dev/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/base/descriptor.hpp"
#include "keys-dev/failure.hpp"

namespace antin::keys_dev {
namespace {

void check(int result, const char* what, const std::filesystem::path& path) {
  if (result != 0) throw Failure(std::string(what) + " " + path.string() + ": " + std::strerror(errno));
}

}  // namespace

void make_folder(const std::filesystem::path& path, mode_t mode, Owner owner) {
  std::filesystem::create_directories(path);
  check(::chown(path.c_str(), owner.user, owner.group), "cannot chown", path);
  check(::chmod(path.c_str(), mode), "cannot chmod", path);
}

void write_file(const std::filesystem::path& path, base::ByteView content, mode_t mode, Owner owner) {
  const base::Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!file.is_open()) check(-1, "cannot create", path);
  while (!content.empty()) {
    const auto written = ::write(file.number(), content.data(), content.size());
    if (written < 0) check(-1, "cannot write", path);
    content = content.subspan(static_cast<std::size_t>(written));
  }
  check(::fchown(file.number(), owner.user, owner.group), "cannot chown", path);
  check(::fchmod(file.number(), mode), "cannot chmod", path);
}

void give_tree(const std::filesystem::path& path, Owner owner) {
  check(::lchown(path.c_str(), owner.user, owner.group), "cannot chown", path);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(path))
    check(::lchown(entry.path().c_str(), owner.user, owner.group), "cannot chown", entry.path());
}

}  // namespace antin::keys_dev
