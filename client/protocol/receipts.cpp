// What became of receipts that were given back.
#include "client/protocol/message.hpp"

namespace antin::protocol {
namespace {

constexpr std::array takings{Taking::taken, Taking::known, Taking::conflict};

base::Result<ReceiptTaken> read(const wire::ReceiptTaken& from) {
  const auto leaf = array_of<32>(from.leaf());
  if (!leaf) return base::Error{"leaf is not 32 octets"};
  for (const auto taking : takings)
    if (from.outcome() == name_of(taking)) return ReceiptTaken{taking, from.index(), *leaf};
  return base::Error{"the outcome of a receipt is none of taken, known and conflict"};
}

}  // namespace

std::string_view name_of(Taking taking) {
  switch (taking) {
    case Taking::taken: return "taken";
    case Taking::known: return "known";
    case Taking::conflict: return "conflict";
    case Taking::unknown: break;
  }
  return "unknown";
}

base::Result<GiveBackResult> read_give_back(const wire::GiveBackResult& from) {
  GiveBackResult result;
  for (const auto& each : from.outcomes()) {
    if (each.has_error()) {
      auto error = read_error(each.error());
      if (!error) return error.error();
      result.outcomes.emplace_back(*std::move(error));
      continue;
    }
    if (!each.has_taken()) return base::Error{"a receipt without an outcome"};
    auto taken = read(each.taken());
    if (!taken) return taken.error();
    result.outcomes.emplace_back(*taken);
  }
  if (result.outcomes.empty()) return base::Error{"receipts without outcomes"};
  return result;
}

}  // namespace antin::protocol
