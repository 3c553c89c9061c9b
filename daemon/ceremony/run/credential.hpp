// A secret that only this machine's systemd can open again: `systemd-creds encrypt`. Inside this room.
#pragma once

#include <filesystem>

#include "core/base/result.hpp"
#include "core/base/secret.hpp"

namespace antin::ceremony {

// `name` is the one that a unit's LoadCredentialEncrypted= gives it. The secret goes through a pipe.
base::Result<void> seal_credential(const std::string& name, const base::Secret& secret,
                                   const std::filesystem::path& to);

}  // namespace antin::ceremony
