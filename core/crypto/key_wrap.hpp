// AES key wrap with padding (RFC 5649), as OpenSSL has it: the other side of what an HSM wraps.
#pragma once

#include "core/base/result.hpp"
#include "core/base/secret.hpp"

namespace antin::crypto {

// A key of 32 octets. An error when the wrapped octets were not made with it or were altered.
base::Result<base::Secret> unwrap_padded(const base::Secret& key, base::ByteView wrapped);

}  // namespace antin::crypto
