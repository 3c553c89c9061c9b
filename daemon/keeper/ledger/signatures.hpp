// Several signatures over one text as one column holds them: each behind its length in four octets, big-endian. Inside
// this room.
#pragma once

#include <vector>

#include "daemon/keeper/ledger/statement.hpp"

namespace antin::keeper {

inline base::Bytes join_signatures(const std::vector<base::Bytes>& signatures) {
  base::Bytes bytes;
  for (const auto& signature : signatures) {
    const auto size = static_cast<std::uint32_t>(signature.size());
    for (int shift = 24; shift >= 0; shift -= 8) bytes.push_back(static_cast<std::uint8_t>(size >> shift));
    base::append(bytes, signature);
  }
  return bytes;
}

inline std::vector<base::Bytes> split_signatures(base::ByteView bytes) {
  std::vector<base::Bytes> signatures;
  while (!bytes.empty()) {
    std::uint32_t size = 0;
    if (bytes.size() < sizeof(size)) throw SqliteFailure("a list of signatures cannot be read");
    for (std::size_t i = 0; i < sizeof(size); ++i) size = size << 8 | bytes[i];
    bytes = bytes.subspan(sizeof(size));
    if (bytes.size() < size) throw SqliteFailure("a list of signatures cannot be read");
    signatures.push_back(base::copy(bytes.first(size)));
    bytes = bytes.subspan(size);
  }
  return signatures;
}

}  // namespace antin::keeper
