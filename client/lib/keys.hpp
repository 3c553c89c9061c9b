// CURVE keys of a system: made, and kept as files of one Z85 line (32 octets as 40 characters, ZeroMQ RFC 32).
#pragma once

#include <array>
#include <filesystem>
#include <string>

#include "core/base/result.hpp"
#include "core/base/secret.hpp"

namespace antin::client {

using CurvePublicKey = std::array<std::uint8_t, 32>;

struct CurveKeys {
  CurvePublicKey public_key{};
  base::Secret secret_key;  // 32 octets
};

CurveKeys make_curve_keys();

std::string print(const CurvePublicKey& key);                               // Z85, no line end
base::Result<CurvePublicKey> parse_curve_public_key(std::string_view z85);  // one line end is allowed

base::Secret print_secret_key(const CurveKeys& keys);  // Z85 and a line end, as in the file
base::Result<CurveKeys> parse_curve_secret_key(const base::Secret& z85);

// Refuses a file that others than its owner and group can read or write.
base::Result<base::Secret> read_secret_file(const std::filesystem::path& path, std::size_t limit);
base::Result<CurveKeys> read_curve_keys(const std::filesystem::path& secret_key_file);

}  // namespace antin::client
