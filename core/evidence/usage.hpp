// Key usage and extended key usage of an end certificate, by purpose. Inside this room only.
#pragma once

#include "core/crypto/openssl.hpp"
#include "core/evidence/trust.hpp"

namespace antin::evidence {

bool fits(X509& leaf, Purpose purpose);

}  // namespace antin::evidence
