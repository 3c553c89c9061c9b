#include "daemon/process/credentials.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "core/base/descriptor.hpp"

namespace antin::process {
namespace {

constexpr std::size_t secret_limit = 64 * 1024;

struct Place {
  std::filesystem::path path;
  bool from_systemd = false;
};

base::Result<Place> place_of(const std::string& name) {
  if (name.starts_with('/')) return Place{name, false};
  if (name.empty() || name == "." || name == ".." || name.find('/') != std::string::npos) {
    return base::Error{"'" + name + "' is neither the name of a credential nor an absolute path"};
  }
  const char* directory = std::getenv("CREDENTIALS_DIRECTORY");
  if (directory == nullptr || *directory != '/') {
    return base::Error{"credential '" + name +
                       "': no CREDENTIALS_DIRECTORY here; use an absolute path outside systemd"};
  }
  return Place{std::filesystem::path(directory) / name, true};
}

// systemd writes credentials as 0400, of the service's user, or of root with an ACL for that user; the mask of that ACL
// shows as the group's read bit, so root's 0440 is as narrow there.
bool is_private(const struct stat& file, bool from_systemd) {
  const mode_t others = file.st_mode & 077;
  if (from_systemd && file.st_uid == 0) return (others & static_cast<mode_t>(~040)) == 0;
  return others == 0 && (file.st_uid == ::geteuid() || file.st_uid == 0);
}

base::Result<void> check(const base::Descriptor& file, const Place& place) {
  struct stat found {};
  if (::fstat(file.number(), &found) != 0) return base::Error{place.path.string() + ": cannot look at it"};
  if (!S_ISREG(found.st_mode)) return base::Error{place.path.string() + ": is not a regular file"};
  if (!is_private(found, place.from_systemd)) {
    return base::Error{place.path.string() +
                       ": others may read this secret, or own it; want mode 0400 or 0600 and this user"};
  }
  return {};
}

// One buffer from the start, so that growing leaves no second copy of the secret behind.
base::Result<base::Secret> read_whole(const base::Descriptor& file, const Place& place) {
  base::Bytes content(secret_limit + 1);
  std::size_t size = 0;
  while (size < content.size()) {
    const auto got = ::read(file.number(), content.data() + size, content.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) {
      base::wipe(content);
      return base::Error{place.path.string() + ": cannot read it: " + std::generic_category().message(errno)};
    }
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  if (size > 0 && size <= secret_limit && content[size - 1] == '\n') --size;
  if (size == 0 || size > secret_limit) {
    base::wipe(content);
    return base::Error{place.path.string() + ": a secret has 1 to 65536 octets"};
  }
  base::Secret secret(base::ByteView(content).first(size));
  base::wipe(content);
  return secret;
}

}  // namespace

base::Result<base::Secret> read_credential(const std::string& name) {
  const auto place = place_of(name);
  if (!place) return place.error();
  // O_NONBLOCK: opening a FIFO by mistake must not hang the start.
  const base::Descriptor file(::open(place->path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
  if (!file.is_open()) {
    return base::Error{place->path.string() + ": cannot open it: " + std::generic_category().message(errno)};
  }
  if (const auto checked = check(file, *place); !checked) return checked.error();
  return read_whole(file, *place);
}

}  // namespace antin::process
