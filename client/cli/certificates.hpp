// Certificates that the user names by files.
#pragma once

#include <vector>

#include "client/cli/outcome.hpp"
#include "core/crypto/certificate.hpp"

namespace antin::cli {

// Every one of each file, PEM.
Outcome<std::vector<crypto::Certificate>> certificates_in(const std::vector<std::string>& files);

}  // namespace antin::cli
