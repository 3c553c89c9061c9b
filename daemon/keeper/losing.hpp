// After loss of the disk: a folder in which a quorum of the security officers says so (`signatures/`, made by
// antin-policy lost), with the last checkpoint that the log's witnesses have seen (`checkpoint`) and, where somebody
// has a copy, the log's published hash tiles (`log/tile/…`). Nothing in it counts but by its signatures.
#pragma once

#include <filesystem>

#include "daemon/keeper/flow/proposal.hpp"
#include "daemon/keeper/ledger/loss.hpp"

namespace antin::keeper {

struct LossGround {
  OpenedLedger& backup;                      // of the lost log
  const policy::bundle::Officers& officers;  // as the backup has them
  const InForce& in_force;                   // what the new log begins with
  std::string origin;                        // of the new log
  ClockReading clock;
};

// Refused: another log or successor than the statement's, fewer signatures than a quorum or one that does not hold, a
// statement that has expired, a checkpoint that is another than it names, that no key of the log has signed or too few
// of its witnesses, and a clock that is not sure or is behind what they say.
base::Result<Loss> read_loss(const std::filesystem::path& folder, const LossGround& ground);

}  // namespace antin::keeper
