// What the flow has begun and not finished, and what signers were asked for it.
#pragma once

#include <optional>
#include <variant>
#include <vector>

#include "client/protocol/codec.hpp"
#include "daemon/keeper/flow/outbox.hpp"
#include "daemon/keeper/flow/proposal.hpp"
#include "daemon/keeper/ledger/entry.hpp"
#include "daemon/keeper/ledger/ledger.hpp"
#include "daemon/keeper/timestamp/authority.hpp"

namespace antin::keeper {

// A step between its intent and its outcome. `parked`: an attempt failed; a repeat or a new signer drives it again.
struct Work {
  Intent intent;
  bool parked = false;
  std::optional<PreparedToken> token;  // once stamping
  std::vector<Waiter> waiters;
  unsigned stale_stamps = 0;  // tokens whose genTime was old when a signer at last saw it
};

// A plain timestamp between request and outcome.
struct PlainStamp {
  std::string system;
  base::Sha256Hash meaning{};
  bool with_certificates = false;
  PreparedToken token;
  std::vector<Waiter> waiters;
};

// What a signer was asked for, and for whom.
struct SealOperation {
  StepName step;
};
struct StampOperation {
  StepName step;
};
struct CheckpointOperation {};
struct AnchorOperation {};
using StampName = std::pair<std::string, protocol::RequestId>;
using Purpose = std::variant<SealOperation, StampOperation, StampName, CheckpointOperation, AnchorOperation>;

// A bundle that came over the wire, until the batch ends.
struct Taking {
  BundleProposal proposal;
  Waiter waiter;
  Attempt attempt;                             // should it be refused yet
  std::optional<std::uint64_t> newest_change;  // of the roster that the proposal has
};

}  // namespace antin::keeper
