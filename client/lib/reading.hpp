// A reading of the whole log: opened by a system's own signature, closed at the end, each an entry of the log.
#pragma once

#include "client/lib/approval.hpp"
#include "client/lib/calls.hpp"
#include "core/base/secret.hpp"

namespace antin::client {

struct OpenedReading {
  protocol::ReadingId id{};
  base::Secret person_key;  // HMAC-SHA256 under it makes the person ids of entries
  std::uint64_t index = 0;  // of the entry that says that it was opened
};

// `key` is of the certificate that the system is registered with. Log and system are as the appliance names them.
base::Result<OpenedReading, Failure> open_reading(Connection& connection, PersonKey& key, base::Instant now);

}  // namespace antin::client
