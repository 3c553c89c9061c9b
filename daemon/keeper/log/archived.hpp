// How far the log's full bundles of entries have been moved into archives: what the ledger remembers of it.
#pragma once

#include <optional>
#include <string>

#include "core/base/result.hpp"
#include "daemon/keeper/ledger/ledger.hpp"

namespace antin::keeper {

// The newest archive; archives lie end to end. `to` is 0 when there is none.
struct LastArchive {
  std::uint64_t from = 0;  // its first entry
  std::uint64_t to = 0;    // the first that is in no archive
  bool settled = true;     // it has its name, and the log's folder does not hold its bundles any more
  std::string name;
  friend bool operator==(const LastArchive&, const LastArchive&) = default;
};

std::string print(const LastArchive& archive);
base::Result<LastArchive> last_archive(Ledger& ledger);
LedgerResult<void> keep_last_archive(Ledger& ledger, const LastArchive& archive);

// A bundle's octets (C2SP tlog-tiles): each entry after its length. From the ledger, each entry's hash checked.
base::Result<base::Bytes> bundle(Ledger& ledger, std::uint64_t number, unsigned width);
constexpr std::size_t bundle_size_limit = std::size_t{tlog::tile_width} * (2 + 16 * 1024);

}  // namespace antin::keeper
