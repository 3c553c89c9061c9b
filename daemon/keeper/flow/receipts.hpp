// A receipt of a log that was lost, as a client gives it back: verified as far as octets, proof and signature go.
#pragma once

#include "client/protocol/codec.hpp"
#include "daemon/keeper/ledger/given_entry.hpp"

namespace antin::keeper {

// Who knows of the checkpoint that proves it.
enum class Seen {
  unknown,
  witnessed,  // it is no newer than the last one that the witnesses saw
  unseen,     // newer: signed by the log's key, and nobody but this client says so
  forked,     // another than the witnesses saw, or of a log whose beginning is another than the backup's
};
std::string_view name_of(Seen seen);

struct Receipt {
  const LostLog* log = nullptr;  // into what was given
  std::uint64_t index = 0;
  base::Sha256Hash leaf{};
  std::string proof;
  GivenEntry said;
  base::Bytes result;              // as it was stored: what a repeat is answered with
  base::Bytes entry, seal, token;  // empty: it has none
  Seen seen = Seen::unknown;
};

// Who approved what a receipt is of, as far as what came with it shows.
struct Approvers {
  bool are_known = false;                     // all of them, by their ids
  std::vector<std::string> people;            // roster ids
  std::vector<protocol::Approval> approvals;  // that the entry names
  std::vector<base::Bytes> certificates;      // DER of who signed them, same order
};

// What is in a receipt's place.
struct Filled {
  std::optional<base::Sha256Hash> leaf;  // none: it is open
  bool is_ours = false;                  // and was not carried over
};

using TakenBack = std::variant<protocol::ReceiptTaken, protocol::WireError>;

// The error says what does not hold.
base::Result<Receipt> read_receipt(const protocol::GivenReceipt& given, const std::vector<LostLog>& logs);

}  // namespace antin::keeper
