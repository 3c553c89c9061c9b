// Receipt: what a client keeps of a done step to show later that the log holds it. Provisional until enough of the
// witnesses that the client believes have cosigned.
#pragma once

#include <cstdint>
#include <string>

#include "client/protocol/codec.hpp"
#include "core/base/digest.hpp"
#include "core/tlog/hash.hpp"

namespace antin::client {

constexpr std::string_view receipt_schema = "antin-receipt/v2";
constexpr std::string_view receipt_schema_without_proof = "antin-receipt/v1";

struct Receipt {
  std::string log;  // origin
  std::uint64_t index = 0;
  std::string policy;  // `sha256:<hex>` of the bundle, as in the entry
  std::string unit, kind, record;
  std::uint32_t revision = 0;
  std::string step;
  base::Bytes entry;  // exact octets
  bool provisional = true;
  std::string proof = {};  // a C2SP tlog-proof of the entry; empty in receipts from before there were proofs
  std::optional<protocol::Ending> ended = {};  // how the revision had ended when the receipt was written

  [[nodiscard]] base::Sha256Hash leaf() const { return tlog::leaf_hash(entry); }
};

}  // namespace antin::client
