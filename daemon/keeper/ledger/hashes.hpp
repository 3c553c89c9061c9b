// Lists of hashes as one column holds them: 32 octets each, one after the other. Inside this room.
#pragma once

#include <algorithm>
#include <vector>

#include "daemon/keeper/ledger/statement.hpp"

namespace antin::keeper {

inline base::Bytes join_hashes(const std::vector<base::Sha256Hash>& hashes) {
  base::Bytes bytes;
  for (const auto& hash : hashes) base::append(bytes, hash);
  return bytes;
}

inline std::vector<base::Sha256Hash> split_hashes(base::ByteView bytes) {
  std::vector<base::Sha256Hash> hashes(bytes.size() / sizeof(base::Sha256Hash));
  if (bytes.size() % sizeof(base::Sha256Hash) != 0) throw SqliteFailure("a list of hashes cannot be read");
  for (auto& hash : hashes) {
    std::copy_n(bytes.begin(), hash.size(), hash.begin());
    bytes = bytes.subspan(hash.size());
  }
  return hashes;
}

}  // namespace antin::keeper
