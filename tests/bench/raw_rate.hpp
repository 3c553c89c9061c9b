// How many signatures a second the token gives when nothing but PKCS#11 stands before it.
#pragma once

#include <filesystem>
#include <string>

#include "core/base/secret.hpp"
#include "tests/bench/figures.hpp"

namespace antin::bench {

struct RawToken {
  std::filesystem::path module;
  std::string token;  // its label
  std::string key;    // label of an ECDSA P-256 key in it
  base::Secret pin;
};

// C_SignInit and C_Sign over 32 octets with a cached handle, for `time`, in processes of their own. To be called while
// this process has one thread.
RawRate measure_raw(const RawToken& token, RawRate wanted, std::chrono::milliseconds time);

// "SoftHSM 2.6.1", found out in a process of its own.
std::string name_of_module(const std::filesystem::path& module);

}  // namespace antin::bench
