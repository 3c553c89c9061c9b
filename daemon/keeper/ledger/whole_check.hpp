// The whole ledger, looked at octet by octet: for an operator, with antind stopped or on a copy (antind
// --check-ledger). It takes as long as reading the file does.
#pragma once

#include <filesystem>
#include <functional>
#include <vector>

#include "core/tlog/checkpoint.hpp"
#include "daemon/keeper/ledger/ledger.hpp"

namespace antin::keeper {

struct CheckedLedger {
  std::uint64_t entries = 0;
  base::Sha256Hash root{};  // over all of them
  std::uint64_t checkpoints = 0;
  std::uint64_t blobs = 0;
  std::uint64_t approvals = 0;  // of one item each, and items of bulk ones
};

// What is being looked at, how much of it is done, and how much there is; 0 of 0 when nobody can say.
using CheckProgress = std::function<void(const std::string& part, std::uint64_t done, std::uint64_t all)>;

// SQLite's pages and indexes, references between tables, every entry's number and hash, every hash of the tree, every
// checkpoint's root and signature by one of `keys`, every blob's and statement's hash, the path of every item that was
// approved in bulk, every ending against its entry, what was carried over against the log that it is from. An error
// says what was found first. Changes nothing but what SQLite does to take over a log that a kill has left, and counts
// no start. Refuses a file of another origin or schema version, or one that a process holds.
base::Result<CheckedLedger> check_ledger(const std::filesystem::path& file, const std::string& origin,
                                         const std::vector<tlog::VerifierKey>& keys, const CheckProgress& progress);

}  // namespace antin::keeper
