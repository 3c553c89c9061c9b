// A request for a certificate, PKCS #10 (RFC 2986), without attributes: the CA decides what the certificate says.
#pragma once

#include <string>

#include "core/base/bytes.hpp"
#include "core/crypto/signature.hpp"

namespace antin::forms {

struct RequestedName {
  std::string country;       // two letters
  std::string organisation;  // UTF-8
  std::string common_name;
};

// What the key signs (with SHA-256), and the whole request once it has. ecdsa and rsa_pss.
base::Bytes certificate_request_info(const RequestedName& name, base::ByteView spki);
base::Bytes certificate_request(base::ByteView info, crypto::SignatureScheme scheme, base::ByteView signature);

}  // namespace antin::forms
