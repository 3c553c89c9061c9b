#include "daemon/keeper/ledger/lock_file.hpp"

#include <fcntl.h>
#include <sys/file.h>

#include <cerrno>

#include "daemon/keeper/ledger/opening_error.hpp"

namespace antin::keeper {

base::Result<LockFile, OpeningError> LockFile::hold(const std::filesystem::path& path) {
  base::Descriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file.is_open()) return failed_opening("cannot open", path);
  if (::flock(file.number(), LOCK_EX | LOCK_NB) == 0) return LockFile(std::move(file));
  if (errno == EWOULDBLOCK)
    return OpeningError{{"another process holds the ledger (" + path.string() + " is locked)"}, OpeningFault::passing};
  return failed_opening("cannot lock", path);
}

}  // namespace antin::keeper
