// The policy bundle of a development folder as TOML: who may do what with which key.
#pragma once

#include <map>
#include <string>

#include "core/base/instant.hpp"
#include "keys-dev/layout.hpp"

namespace antin::keys_dev {

using CurveKeys = std::map<std::string, std::string>;  // a system's name → its public key in Z85

constexpr const char* development_origin = "seal.dev.example/2026";

// `log_vkey`: how verifiers know the log.
void write_policy(const Layout& layout, const CurveKeys& curve_keys, const std::string& log_vkey, base::Instant now);

}  // namespace antin::keys_dev
