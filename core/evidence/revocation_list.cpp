#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "core/evidence/algorithms.hpp"
#include "core/evidence/asn1_values.hpp"
#include "core/evidence/revocation.hpp"
#include "core/evidence/trust.hpp"

namespace antin::evidence {
namespace {

crypto::CrlHandle read_pem(base::ByteView pem) {
  const crypto::BioHandle source(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  crypto::CrlHandle first(PEM_read_bio_X509_CRL(source.get(), nullptr, nullptr, nullptr));
  if (!first) return first;
  const crypto::CrlHandle second(PEM_read_bio_X509_CRL(source.get(), nullptr, nullptr, nullptr));
  if (second) first.reset();
  ERR_clear_error();  // the end of a PEM text is an error to OpenSSL
  return first;
}

crypto::CrlHandle read(base::ByteView der_or_pem) {
  constexpr std::uint8_t sequence = 0x30;
  if (der_or_pem.empty() || der_or_pem.front() != sequence) return read_pem(der_or_pem);
  auto [crl, whole] = parse_whole<d2i_X509_CRL>(der_or_pem);
  crypto::CrlHandle owned(crl);
  if (!whole) owned.reset();
  return owned;
}

bool has_critical(const STACK_OF(X509_EXTENSION) * extensions) {
  for (int i = 0; i < sk_X509_EXTENSION_num(extensions); ++i)
    if (X509_EXTENSION_get_critical(sk_X509_EXTENSION_value(extensions, i)) != 0) return true;
  return false;
}

bool has_critical_extensions(X509_CRL* crl) {
  if (has_critical(X509_CRL_get0_extensions(crl))) return true;
  const auto* revoked = X509_CRL_get_REVOKED(crl);
  for (int i = 0; i < sk_X509_REVOKED_num(revoked); ++i)
    if (has_critical(X509_REVOKED_get0_extensions(sk_X509_REVOKED_value(revoked, i)))) return true;
  return false;
}

using IntegerHandle = base::Handle<ASN1_INTEGER, ASN1_INTEGER_free>;

// Empty when the list has none; nullopt when it has one that is not a non-negative INTEGER.
std::optional<base::Bytes> number_of(const X509_CRL* crl) {
  int found = 0;
  const IntegerHandle number(static_cast<ASN1_INTEGER*>(X509_CRL_get_ext_d2i(crl, NID_crl_number, &found, nullptr)));
  if (number) return magnitude(number.get());
  constexpr int absent = -1;
  if (found == absent) return base::Bytes{};
  return std::nullopt;
}

}  // namespace

base::Result<RevocationList> parse_revocation_list(base::ByteView der_or_pem) {
  const auto crl = read(der_or_pem);
  if (!crl) return crypto::openssl_error("not exactly one X.509 revocation list");
  if (has_critical_extensions(crl.get()))
    return base::Error{
        "the revocation list has a critical extension: delta, partitioned and indirect lists are not read"};
  const auto number = number_of(crl.get());
  const auto this_update = instant_of(X509_CRL_get0_lastUpdate(crl.get()));
  const auto next_update = instant_of(X509_CRL_get0_nextUpdate(crl.get()));
  if (!number) return base::Error{"the revocation list's number is not a number"};
  if (!this_update || !next_update) return base::Error{"the revocation list does not say when the next one comes"};
  return RevocationList{encoded<i2d_X509_CRL>(crl.get()), encoded<i2d_X509_NAME>(X509_CRL_get_issuer(crl.get())),
                        *number, *this_update, *next_update};
}

bool is_signed_by(const RevocationList& list, const crypto::Certificate& issuer) {
  auto [crl, whole] = parse_whole<d2i_X509_CRL>(list.der);
  const crypto::CrlHandle owned(crl);
  return whole && is_signed_by(*crl, *issuer.parsed);
}

bool is_signed_by(X509_CRL& list, X509& issuer) {
  if (X509_NAME_cmp(X509_CRL_get_issuer(&list), X509_get_subject_name(&issuer)) != 0) return false;
  // All bits are set when the certificate has no key usage.
  if ((X509_get_key_usage(&issuer) & KU_CRL_SIGN) == 0) return false;
  const X509_ALGOR* algorithm = nullptr;
  X509_CRL_get0_signature(&list, nullptr, &algorithm);
  if (!is_sha2(signature_digest(*algorithm))) return false;
  EVP_PKEY* key = X509_get0_pubkey(&issuer);
  const bool holds = key != nullptr && X509_CRL_verify(&list, key) == 1;
  ERR_clear_error();
  return holds;
}

}  // namespace antin::evidence
