// Reading a log page by page through a connection, each page verified before it is handed on.
#pragma once

#include <chrono>

#include "client/lib/calls.hpp"
#include "client/lib/log_view.hpp"

namespace antin::client {

using Reading = std::optional<protocol::ReadingId>;  // none: the caller's own units

struct LogEntry {
  std::uint64_t index = 0;
  protocol::Item item;
};

// The next entries of `view`, at most `credit`: none when there was nothing new for as long as `wait`. The view has
// gone on behind them.
base::Result<std::vector<LogEntry>, Failure> read_on(Connection& connection, LogView& view, std::uint32_t credit,
                                                     std::chrono::milliseconds wait, const Reading& reading);

// A view that begins at `index`, which the log must hold. Entry 0 needs no proof.
base::Result<LogView, Failure> view_from(Connection& connection, const LogTrust& trust, std::uint64_t index,
                                         const Reading& reading);

// The newest checkpoint, signed by the log.
base::Result<SignedCheckpoint, Failure> newest_checkpoint(Connection& connection, const LogTrust& trust);

// Is `earlier` what the log of `newest` began with? What it says of an entry's past needs no entry to be read again.
base::Result<bool, Failure> begins_with(Connection& connection, const tlog::Checkpoint& newest,
                                        const tlog::Checkpoint& earlier);

struct ProvenEntry {
  tlog::Proof proof;
  protocol::Item item;
  SignedCheckpoint checkpoint;
};

// One entry with its proof, verified: in the newest checkpoint that enough witnesses have cosigned if it is in that,
// else in the newest.
base::Result<ProvenEntry, Failure> proven_entry(Connection& connection, const LogTrust& trust,
                                                const std::variant<std::uint64_t, protocol::StepName>& what,
                                                const Reading& reading);

}  // namespace antin::client
