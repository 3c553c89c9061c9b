// A witness's own key: an Ed25519 private key in a PEM file that its user alone may read.
#pragma once

#include <filesystem>
#include <string>

#include "core/crypto/signature.hpp"

namespace antin::witness {

// Never over a file that is there. The vkey to give away.
base::Result<std::string> make_key(const std::filesystem::path& file, const std::string& name);

// `file`: a path, or the name of a systemd credential.
base::Result<crypto::PrivateKey> read_key(const std::string& file);

}  // namespace antin::witness
