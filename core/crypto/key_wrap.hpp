// AES key wrap in this process: RFC 3394, and with padding RFC 5649. What an HSM wraps is held against it.
#pragma once

#include "core/base/result.hpp"
#include "core/base/secret.hpp"

namespace antin::crypto {

enum class KeyWrap { unknown, rfc3394, rfc5649 };

// The wrapping key has 16, 24 or 32 octets; RFC 3394 wraps multiples of 8 octets from 16 on, RFC 5649 any length.
base::Result<base::Bytes> wrap_key(KeyWrap form, base::ByteView wrapping_key, base::ByteView key);
// An error also when a single bit was altered: both forms check their own integrity.
base::Result<base::Secret> unwrap_key(KeyWrap form, base::ByteView wrapping_key, base::ByteView wrapped);

}  // namespace antin::crypto
