// Secrets for a program: from a systemd credential or a file, never from argv or the environment.
#pragma once

#include <string>

#include "core/base/result.hpp"
#include "core/base/secret.hpp"

namespace antin::process {

// `name`: an absolute path, or the name of a file under $CREDENTIALS_DIRECTORY. One trailing newline is not part of the
// secret. A file that others may read is refused.
base::Result<base::Secret> read_credential(const std::string& name);

}  // namespace antin::process
