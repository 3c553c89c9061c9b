// Who somebody is to the authority that certified them, told without telling it to whoever reads it.
#pragma once

#include "core/base/digest.hpp"
#include "core/crypto/certificate.hpp"

namespace antin::crypto {

// Whom the authority means: HMAC-SHA256 under a log's person key of the serialNumber (X.520, 2.5.4.5) in the
// certificate's subject. None: the subject has not just one.
std::optional<base::Sha256Hash> identity_of(base::ByteView person_key, const Certificate& certificate);

}  // namespace antin::crypto
