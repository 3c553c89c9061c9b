// One process at a time holds a ledger: an flock on a file beside it, which the kernel drops when the process ends.
#pragma once

#include <filesystem>

#include "core/base/descriptor.hpp"
#include "core/base/result.hpp"
#include "daemon/keeper/ledger/ledger.hpp"

namespace antin::keeper {

class LockFile {
 public:
  // Makes the file when there is none. Does not wait: a lock that another process holds is an error.
  static base::Result<LockFile, OpeningError> hold(const std::filesystem::path& path);

 private:
  explicit LockFile(base::Descriptor file) : m_file(std::move(file)) {}
  base::Descriptor m_file;
};

}  // namespace antin::keeper
