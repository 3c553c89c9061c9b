// Certificates, keys, lists and PKCS#12 as the octets of their files.
#pragma once

#include <string>
#include <vector>

#include "core/base/secret.hpp"
#include "core/crypto/openssl.hpp"

namespace antin::keys_dev {

base::Bytes certificate_pem(X509* certificate);
base::Bytes revocation_list_pem(X509_CRL* list);
base::Secret key_pem(EVP_PKEY* key);  // PKCS#8, not encrypted: throw-away keys, in files that only root reads

base::Bytes pkcs12(EVP_PKEY* key, X509* certificate, const std::vector<X509*>& issuers, const std::string& name,
                   const std::string& passphrase);

}  // namespace antin::keys_dev
