// Hashes of the log's Merkle tree (RFC 6962 section 2.1, C2SP tlog-tiles).
#pragma once

#include "core/base/digest.hpp"

namespace antin::tlog {

base::Sha256Hash leaf_hash(base::ByteView entry);                                         // SHA-256(00 ‖ entry)
base::Sha256Hash node_hash(const base::Sha256Hash& left, const base::Sha256Hash& right);  // SHA-256(01 ‖ l ‖ r)
base::Sha256Hash empty_root();                                                            // SHA-256("")

}  // namespace antin::tlog
