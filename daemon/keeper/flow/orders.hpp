// What security officers order at once: their statements and signatures, looked at and judged. Recording one, and what
// follows from it, is the flow's.
#pragma once

#include <variant>

#include "client/protocol/codec.hpp"
#include "daemon/keeper/bundles/kept.hpp"
#include "policy/orders.hpp"

namespace antin::keeper {

using SignedOrder = std::variant<protocol::Stop, protocol::Resume>;

// By what an order is judged. All of it outlives the judgement.
struct OrderGround {
  const policy::Policy& policy;
  const policy::bundle::Officers& officers;
  const evidence::Trust& people;
  Ledger& ledger;
  base::Instant now;
};

struct JudgedOrder {
  std::optional<protocol::Code> refusal;
  OrderRecord record;  // as far as the statement could be read; what it led to when this very one was taken before
  bool is_repeat = false;
  std::optional<base::Sha256Hash> previous;  // of a resume
  std::vector<policy::bundle::Signer> signers;
};

// Throws LedgerFailure.
JudgedOrder judge(const SignedOrder& order, const OrderGround& ground);

// Throws LedgerFailure.
policy::Stops stops_in(Ledger& ledger);

// What became of an order.
struct Ordered {
  std::optional<protocol::Code> refusal;
  std::optional<base::Target> target;  // none: its statement is none
  std::uint64_t index = 0;             // of its entry
  base::Bytes result;                  // the reply's octets
  std::string said;                    // for people at the machine
};

// In words, with what a resume must name.
std::string said_of(const OrderRecord& record);

}  // namespace antin::keeper
