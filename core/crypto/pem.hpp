// DER as people and other tools expect to get it: RFC 7468.
#pragma once

#include <string>

#include "core/base/bytes.hpp"

namespace antin::crypto {

std::string to_pem(std::string_view label, base::ByteView der);  // label: "CERTIFICATE", "PUBLIC KEY", …

}  // namespace antin::crypto
