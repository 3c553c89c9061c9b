// What `antin submit --out` and `antin return --out` have left in folders, as it is given back after a loss.
#pragma once

#include <filesystem>
#include <vector>

#include "client/cli/outcome.hpp"
#include "client/protocol/codec.hpp"

namespace antin::cli {

// Where each begins: the names of its files without `.entry`, in order. Folders inside are looked through too.
Outcome<std::vector<std::filesystem::path>> kept_receipts(const std::filesystem::path& folder);

// The stored octets are made again of the parts; approvals are those at hand. Refuses a receipt without its proof.
Outcome<protocol::GivenReceipt> read_kept_receipt(const std::filesystem::path& prefix);

}  // namespace antin::cli
