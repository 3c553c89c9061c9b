// DER as people and other tools expect to get it: RFC 7468.
#pragma once

#include <optional>
#include <string>

#include "core/base/bytes.hpp"

namespace antin::crypto {

// Exactly what to_pem makes.
std::optional<base::Bytes> from_pem(std::string_view label, std::string_view pem);
std::string to_pem(std::string_view label, base::ByteView der);  // label: "CERTIFICATE", "PUBLIC KEY", …

}  // namespace antin::crypto
