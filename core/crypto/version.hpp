// Which OpenSSL runs, which may be newer than the one this was compiled with: start-up says so and logs it.
#pragma once

#include <string>

namespace antin::crypto {

std::string openssl_version();  // "OpenSSL 3.0.22 …"

}  // namespace antin::crypto
