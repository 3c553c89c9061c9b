#include "daemon/launcher/enclosure.hpp"

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <system_error>

#include "core/base/descriptor.hpp"

namespace antin::launcher {
namespace {

namespace fs = std::filesystem;

base::Error failure(const std::string& doing) { return base::Error{doing + ": " + std::strerror(errno)}; }

// The topmost folder above `folder` that other users may not pass through: a checkout in /root has one.
std::optional<fs::path> closed_ancestor(const fs::path& folder) {
  fs::path passed;
  for (const fs::path& part : folder.parent_path()) {
    passed /= part;
    struct stat facts {};
    if (::stat(passed.c_str(), &facts) == 0 && (facts.st_mode & S_IXOTH) == 0) return passed;
  }
  return std::nullopt;
}

// Lays an empty, passable folder over the closed one and shows in it nothing but `folder`.
base::Result<void> make_reachable(const fs::path& folder) {
  const std::optional<fs::path> closed = closed_ancestor(folder);
  if (!closed) return {};
  const base::Descriptor target(::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!target.is_open()) return failure("open " + folder.string());
  if (::mount("tmpfs", closed->c_str(), "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, "mode=0755,size=64k") != 0) {
    return failure("mount over " + closed->string());
  }
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return base::Error{"create " + folder.string() + ": " + error.message()};
  const std::string source = "/proc/self/fd/" + std::to_string(target.number());
  if (::mount(source.c_str(), folder.c_str(), nullptr, MS_BIND | MS_REC, nullptr) != 0) {
    return failure("bind " + folder.string());
  }
  return {};
}

// A login to SoftHSM rewrites the token's file in place; mode bits do not keep it from that, a mount does.
base::Result<void> make_read_only(const fs::path& folder) {
  if (::mount(folder.c_str(), folder.c_str(), nullptr, MS_BIND, nullptr) != 0)
    return failure("bind " + folder.string());
  if (::mount(nullptr, folder.c_str(), nullptr, MS_REMOUNT | MS_BIND | MS_RDONLY, nullptr) != 0) {
    return failure("make read-only " + folder.string());
  }
  return {};
}

}  // namespace

base::Result<void> enclose(const fs::path& folder, const std::optional<fs::path>& token_folder) {
  if (::unshare(CLONE_NEWNS) != 0) return failure("unshare");
  if (::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) return failure("make mounts private");
  if (auto reachable = make_reachable(folder); !reachable) return reachable;
  if (token_folder) return make_read_only(*token_folder);
  return {};
}

}  // namespace antin::launcher
