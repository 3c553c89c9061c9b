// What the keeper asks to have signed, understood: its structure parsed strictly here, so that no caller can have
// octets of its choosing signed (invariant 3). A key's purpose must fit the kind of message.
#pragma once

#include <optional>
#include <string>

#include "core/base/digest.hpp"
#include "core/base/instant.hpp"
#include "core/base/result.hpp"
#include "core/tlog/checkpoint.hpp"
#include "daemon/local/signer_messages.hpp"

namespace antin::signer {

struct Order {
  std::string key;
  base::DigestAlgorithm hash = base::DigestAlgorithm::unknown;  // the SignerInfo's digestAlgorithm
  base::ByteView octets;                                        // of the message, which must outlive this
  std::optional<base::Instant> gen_time;                        // of a timestamp
  std::optional<tlog::Checkpoint> checkpoint;
};

base::Result<Order, local::SignerRefusal> understand(const local::SignSeal& message);
base::Result<Order, local::SignerRefusal> understand(const local::SignTimestamp& message);
base::Result<Order, local::SignerRefusal> understand(const local::SignCheckpoint& message);

}  // namespace antin::signer
