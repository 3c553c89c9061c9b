// What a failed system call means for whoever wants to open a ledger: is it worth another try?
#pragma once

#include <cerrno>
#include <cstring>

#include "daemon/keeper/ledger/ledger.hpp"

namespace antin::keeper {

// From errno. A disk that is full or does not answer must not stop an appliance for good: systemd starts it again.
inline OpeningError failed_opening(const char* what, const std::filesystem::path& path) {
  const int error = errno;
  const bool passes = error == ENOSPC || error == EDQUOT || error == EIO || error == ENOMEM || error == EMFILE ||
                      error == ENFILE || error == EINTR;
  return {{std::string(what) + " " + path.string() + ": " + std::strerror(error)},
          passes ? OpeningFault::passing : OpeningFault::lasting};
}

}  // namespace antin::keeper
