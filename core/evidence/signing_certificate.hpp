// The ESS signing-certificate-v2 attribute (RFC 5035): does it name this certificate? Inside this room only.
#pragma once

#include "core/base/bytes.hpp"
#include "core/crypto/certificate.hpp"

namespace antin::evidence {

enum class Naming { unknown, malformed, another, this_one };

// `attribute` is the DER SigningCertificateV2. Its first ESSCertIDv2 counts, as RFC 5035 section 4 has it; its hash
// must be SHA-256, SHA-384 or SHA-512 and an issuerSerial that is there must fit too.
Naming names(base::ByteView attribute, const crypto::Certificate& signer);

}  // namespace antin::evidence
