// Hashes of the log's Merkle tree (RFC 6962 section 2.1, C2SP tlog-tiles).
#pragma once

#include "core/base/digest.hpp"

namespace antin::tlog {

base::Sha256Hash leaf_hash(base::ByteView entry);  // SHA-256(00 ‖ entry)

}  // namespace antin::tlog
