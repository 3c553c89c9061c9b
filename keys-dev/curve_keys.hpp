// CURVE key pairs in Z85 (ZeroMQ RFC 32), as `antin keygen` makes them: one line a file.
#pragma once

#include <filesystem>
#include <string>

#include "keys-dev/layout.hpp"

namespace antin::keys_dev {

// Makes a pair, writes the secret half to `secret` for `owner` alone and the public half to `open`; gives the public
// half.
std::string write_curve_keys(const std::filesystem::path& secret, const std::filesystem::path& open, Owner owner);

}  // namespace antin::keys_dev
