// The names and keys that the writer and its judge share.
#pragma once

#include "tests/support/log_key.hpp"

namespace antin::fault {

inline const std::string origin = "seal.test.example/2026";
inline const std::string witness_name = "witness.test.example";

inline crypto::PrivateKey witness_key() {
  return *crypto::PrivateKey::from_pem(base::view("-----BEGIN PRIVATE KEY-----\n"
                                                  "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n"
                                                  "-----END PRIVATE KEY-----\n"),
                                       base::Secret());
}

}  // namespace antin::fault
