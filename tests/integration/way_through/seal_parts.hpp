// Takes a seal apart and puts it together otherwise, with OpenSSL alone: what a forger would do.
#pragma once

#include <openssl/cms.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <memory>
#include <stdexcept>

#include "core/base/bytes.hpp"

namespace antin::test {

using Cms = std::unique_ptr<CMS_ContentInfo, decltype(&CMS_ContentInfo_free)>;

inline Cms parse_cms(base::ByteView der) {
  const unsigned char* at = der.data();
  Cms cms(d2i_CMS_ContentInfo(nullptr, &at, static_cast<long>(der.size())), &CMS_ContentInfo_free);
  if (!cms) throw std::runtime_error("not a CMS");
  return cms;
}

inline CMS_SignerInfo* signer_of(CMS_ContentInfo* cms) {
  auto* signers = CMS_get0_SignerInfos(cms);
  if (sk_CMS_SignerInfo_num(signers) != 1) throw std::runtime_error("not one signer");
  return sk_CMS_SignerInfo_value(signers, 0);
}

inline base::Bytes signature_of(base::ByteView seal) {
  const auto cms = parse_cms(seal);
  const auto* signature = CMS_SignerInfo_get0_signature(signer_of(cms.get()));
  return {signature->data, signature->data + signature->length};
}

// The same seal with another token as its signature-time-stamp.
inline base::Bytes with_token(base::ByteView seal, base::ByteView token) {
  const auto cms = parse_cms(seal);
  auto* signer = signer_of(cms.get());
  const int at = CMS_unsigned_get_attr_by_NID(signer, NID_id_smime_aa_timeStampToken, -1);
  if (at < 0) throw std::runtime_error("no timestamp in the seal");
  X509_ATTRIBUTE_free(CMS_unsigned_delete_attr(signer, at));
  if (CMS_unsigned_add1_attr_by_NID(signer, NID_id_smime_aa_timeStampToken, V_ASN1_SEQUENCE, token.data(),
                                    static_cast<int>(token.size())) != 1)
    throw std::runtime_error("the token does not go in");
  unsigned char* der = nullptr;
  const int size = i2d_CMS_ContentInfo(cms.get(), &der);
  if (size <= 0) throw std::runtime_error("no DER");
  base::Bytes out(der, der + size);
  OPENSSL_free(der);
  return out;
}

// The certificate (DER) as its authority would issue it again, valid a second longer: same key, issuer and serial
// number, and another hash.
inline base::Bytes issued_again(base::ByteView certificate, base::ByteView authority_key_pem) {
  const unsigned char* at = certificate.data();
  const std::unique_ptr<X509, decltype(&X509_free)> again(d2i_X509(nullptr, &at, static_cast<long>(certificate.size())),
                                                          &X509_free);
  const std::unique_ptr<BIO, decltype(&BIO_free)> pem(
      BIO_new_mem_buf(authority_key_pem.data(), static_cast<int>(authority_key_pem.size())), &BIO_free);
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
      PEM_read_bio_PrivateKey(pem.get(), nullptr, nullptr, nullptr), &EVP_PKEY_free);
  if (!again || !key || X509_time_adj_ex(X509_getm_notAfter(again.get()), 700, 1, nullptr) == nullptr ||
      X509_sign(again.get(), key.get(), EVP_sha256()) <= 0)
    throw std::runtime_error("the certificate cannot be issued again");
  unsigned char* der = nullptr;
  const int size = i2d_X509(again.get(), &der);
  base::Bytes out(der, der + size);
  OPENSSL_free(der);
  return out;
}

}  // namespace antin::test
