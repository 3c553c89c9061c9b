// A person reads what is to be signed, and agrees, before the key is used.
#pragma once

#include "client/cli/arguments.hpp"
#include "client/cli/console.hpp"
#include "core/crypto/certificate.hpp"

namespace antin::cli {

// How the signer is shown.
std::string shown(const crypto::Certificate& signer);

// Shows the very text that is signed, and above it the facts that a person knows it by; then asks, unless --yes.
Outcome<void> consent(const Arguments& arguments, Console& console, std::string_view title,
                      const std::vector<std::string>& facts, std::string_view text);

}  // namespace antin::cli
