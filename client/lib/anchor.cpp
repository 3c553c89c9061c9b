#include "client/lib/anchor.hpp"

namespace antin::client {

base::Result<evidence::Timestamp, evidence::Problem> verify_anchor(const tlog::Checkpoint& checkpoint,
                                                                   base::ByteView token, const evidence::Trust& trust) {
  return evidence::verify_timestamp_token(token, base::sha256_digest(tlog::anchored_imprint(checkpoint)), trust);
}

}  // namespace antin::client
