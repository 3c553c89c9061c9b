// The gate's own CURVE keys, and the text that stands for a caller's key in a connection's metadata.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.hpp"
#include "core/base/secret.hpp"
#include "daemon/local/gate_messages.hpp"

namespace antin::gate {

struct CurveKeys {
  base::Secret secret;  // 32 octets
  local::CurveKey public_key{};
};

// `z85`: the secret key as 40 characters. The public one is derived, so the two always belong together.
base::Result<CurveKeys> curve_keys(const base::Secret& z85);

std::string z85(const local::CurveKey& key);

// ZAP's User-Id of a caller: its public key in hex, free of characters that mean something elsewhere.
std::string user_id(const local::CurveKey& key);
std::optional<local::CurveKey> key_of_user_id(std::string_view user_id);

}  // namespace antin::gate
