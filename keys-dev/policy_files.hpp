// The policy bundle of a development folder as TOML: who may do what with which key.
#pragma once

#include <map>
#include <string>

#include "core/base/instant.hpp"
#include "keys-dev/witness_files.hpp"

namespace antin::keys_dev {

using CurveKeys = std::map<std::string, std::string>;  // a system's name → its public key in Z85

constexpr const char* development_origin = "seal.dev.example/2026";

struct DevelopmentLog {
  std::vector<std::string> vkeys;  // how verifiers know it: of its keys, the one in force first
  std::vector<Witness> witnesses;  // all of whom must cosign
};

void write_policy(const Layout& layout, const CurveKeys& curve_keys, const DevelopmentLog& log, base::Instant now);

}  // namespace antin::keys_dev
