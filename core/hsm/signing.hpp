// One signature on a raw session: the mechanism that belongs to a key, and its result in the form that the rest of the
// house uses.
#pragma once

#include "core/base/digest.hpp"
#include "core/hsm/session.hpp"
#include "core/hsm/token.hpp"

namespace antin::hsm {

// After an error the session may still be in the middle of an operation: discard it.
base::Result<base::Bytes> sign_on(const Session& session, CK_OBJECT_HANDLE handle, const Key& key,
                                  base::DigestAlgorithm hash, base::ByteView message);

}  // namespace antin::hsm
