// Whose certificates are believed, as the command line says: --root, --untrusted, --crl, --ocsp.
#pragma once

#include "client/cli/command.hpp"
#include "core/evidence/trust.hpp"

namespace antin::cli {

// Lists of revocation and OCSP responses are used where they are given.
Outcome<evidence::Trust> trust_from(const Arguments& arguments);

}  // namespace antin::cli
