// The development CA: software keys that are thrown away with the folder, and X.509 certificates and CRLs (RFC 5280)
// made with OpenSSL. Keys in the HSM are certified by their public half.
#pragma once

#include <string>
#include <vector>

#include "core/base/bytes.hpp"
#include "core/base/instant.hpp"
#include "core/crypto/openssl.hpp"

namespace antin::keys_dev {

// Decides basicConstraints, keyUsage and extendedKeyUsage.
enum class Profile { unknown, root, intermediate, person, system, seal, timestamp };

struct Subject {
  std::string organisation;
  std::string common_name;
  std::string serial_number = {};  // by which people are told apart; empty: none
};

struct Validity {
  base::Instant from;
  base::Instant until;
};

crypto::KeyHandle make_software_key();
crypto::KeyHandle requested_key(base::ByteView pem);  // of a PKCS #10 request, which it has signed

class Authority {
 public:
  static Authority make_root(const Subject& subject, const Validity& validity);
  [[nodiscard]] Authority make_intermediate(const Subject& subject, const Validity& validity) const;

  [[nodiscard]] crypto::X509Handle certify(EVP_PKEY* key, const Subject& subject, Profile profile,
                                           const Validity& validity) const;
  // CRL number 1 over the given certificates; `validity` is thisUpdate to nextUpdate.
  [[nodiscard]] crypto::CrlHandle revoke(const std::vector<X509*>& revoked, const Validity& validity) const;

  [[nodiscard]] X509* certificate() const { return m_certificate.get(); }
  [[nodiscard]] EVP_PKEY* key() const { return m_key.get(); }

 private:
  Authority(crypto::X509Handle certificate, crypto::KeyHandle key)
      : m_certificate(std::move(certificate)), m_key(std::move(key)) {}

  crypto::X509Handle m_certificate;
  crypto::KeyHandle m_key;
};

}  // namespace antin::keys_dev
