// CMS SignedData from a template (RFC 5652): everything about a signer that does not change from one signature to the
// next is encoded once; a signature then costs a few copies. Used for seals, timestamp tokens and people's approvals.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/base/digest.hpp"
#include "core/base/result.hpp"
#include "core/crypto/certificate.hpp"
#include "core/crypto/signature.hpp"

namespace antin::forms {

struct Content {
  std::string_view type;                // dotted OID: id-data for detached seals, id-ct-TSTInfo for tokens
  std::optional<base::ByteView> bytes;  // absent when detached
};

class SignerTemplate {
 public:
  // `chain`: the signer's certificate first, then its issuers (the root may be there). Fails on a key that is neither
  // ECDSA P-256/P-384 nor RSA of at least 2048 bits (which signs with PSS).
  static base::Result<SignerTemplate> make(const std::vector<crypto::Certificate>& chain);

  [[nodiscard]] const crypto::Certificate& certificate() const { return m_certificate; }
  [[nodiscard]] crypto::SignatureScheme scheme() const { return m_scheme; }

  // DER ContentInfo with one SignerInfo. `attributes` is the DER SET that was signed; `token` becomes the
  // signature-time-stamp unsigned attribute (1.2.840.113549.1.9.16.2.14). `with_certificates` is false for a timestamp
  // asked for without certReq.
  [[nodiscard]] base::Bytes assemble(const Content& content, base::DigestAlgorithm hash, base::ByteView attributes,
                                     base::ByteView signature, std::optional<base::ByteView> token,
                                     bool with_certificates = true) const;

 private:
  crypto::Certificate m_certificate;
  crypto::SignatureScheme m_scheme = crypto::SignatureScheme::unknown;
  base::Bytes m_signer_identifier;  // IssuerAndSerialNumber
  base::Bytes m_certificates;       // [0] IMPLICIT CertificateSet
};

// A detached seal or approval: id-data, certificates in.
base::Bytes assemble_seal(const SignerTemplate& signer, base::DigestAlgorithm hash, base::ByteView attributes,
                          base::ByteView signature, std::optional<base::ByteView> token);

}  // namespace antin::forms
