#include "keys-dev/certificates.hpp"

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "core/crypto/random.hpp"
#include "keys-dev/failure.hpp"

namespace antin::keys_dev {
namespace {

using BigNumber = base::Handle<BIGNUM, BN_free>;
using Extension = base::Handle<X509_EXTENSION, X509_EXTENSION_free>;
using Integer = base::Handle<ASN1_INTEGER, ASN1_INTEGER_free>;
using Time = base::Handle<ASN1_TIME, ASN1_TIME_free>;

void ok(int result, const char* what) { must(result == 1, crypto::openssl_error(what).text); }

Time time_of(base::Instant at) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(at.time_since_epoch()).count();
  Time time(ASN1_TIME_set(nullptr, static_cast<time_t>(seconds)));
  must(time != nullptr, "ASN1_TIME_set");
  return time;
}

// 127 random bits: unique without a counter, and positive.
Integer random_serial() {
  auto octets = crypto::random_array<16>();
  octets[0] = static_cast<std::uint8_t>((octets[0] & 0x3f) | 0x40);
  const BigNumber number(BN_bin2bn(octets.data(), static_cast<int>(octets.size()), nullptr));
  Integer serial(BN_to_ASN1_INTEGER(number.get(), nullptr));
  must(serial != nullptr, "BN_to_ASN1_INTEGER");
  return serial;
}

void add_name(X509_NAME* name, const char* field, const std::string& value) {
  const auto* text = reinterpret_cast<const unsigned char*>(value.data());
  ok(X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8, text, static_cast<int>(value.size()), -1, 0),
     "X509_NAME_add_entry_by_txt");
}

void set_subject(X509* certificate, const Subject& subject) {
  auto* name = X509_get_subject_name(certificate);
  add_name(name, "C", "VN");
  add_name(name, "O", subject.organisation);
  add_name(name, "CN", subject.common_name);
  if (!subject.serial_number.empty()) add_name(name, "serialNumber", subject.serial_number);
}

struct ExtensionText {
  int nid;
  const char* value;
};

std::vector<ExtensionText> usage_of(Profile profile) {
  switch (profile) {
    case Profile::root:
      return {{NID_basic_constraints, "critical,CA:TRUE"}, {NID_key_usage, "critical,keyCertSign,cRLSign"}};
    case Profile::intermediate:
      return {{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"}, {NID_key_usage, "critical,keyCertSign,cRLSign"}};
    case Profile::person:
    case Profile::seal:
      return {{NID_basic_constraints, "critical,CA:FALSE"},
              {NID_key_usage, "critical,digitalSignature,nonRepudiation"}};
    case Profile::system:
      return {{NID_basic_constraints, "critical,CA:FALSE"}, {NID_key_usage, "critical,digitalSignature"}};
    case Profile::timestamp:  // RFC 3161 2.3: the one extended usage, and critical
      return {{NID_basic_constraints, "critical,CA:FALSE"},
              {NID_key_usage, "critical,digitalSignature,nonRepudiation"},
              {NID_ext_key_usage, "critical,timeStamping"}};
    case Profile::unknown: break;
  }
  throw Failure("a certificate needs a profile");
}

Extension extension_of(X509V3_CTX& context, const ExtensionText& text) {
  Extension extension(X509V3_EXT_nconf_nid(nullptr, &context, text.nid, text.value));
  must(extension != nullptr, crypto::openssl_error(text.value).text);
  return extension;
}

// `issuer` is the certificate itself for a root: its subject key identifier must be there before it is referred to.
void add_extensions(X509* certificate, X509* issuer, Profile profile) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  auto wanted = usage_of(profile);
  wanted.push_back({NID_subject_key_identifier, "hash"});
  wanted.push_back({NID_authority_key_identifier, "keyid:always"});
  for (const auto& text : wanted) ok(X509_add_ext(certificate, extension_of(context, text).get(), -1), "X509_add_ext");
}

crypto::X509Handle unsigned_certificate(EVP_PKEY* key, const Subject& subject, const Validity& validity) {
  crypto::X509Handle certificate(X509_new());
  ok(X509_set_version(certificate.get(), X509_VERSION_3), "X509_set_version");
  ok(X509_set_serialNumber(certificate.get(), random_serial().get()), "X509_set_serialNumber");
  ok(X509_set1_notBefore(certificate.get(), time_of(validity.from).get()), "X509_set1_notBefore");
  ok(X509_set1_notAfter(certificate.get(), time_of(validity.until).get()), "X509_set1_notAfter");
  ok(X509_set_pubkey(certificate.get(), key), "X509_set_pubkey");
  set_subject(certificate.get(), subject);
  return certificate;
}

void add_revoked(X509_CRL* list, X509* certificate, base::Instant at) {
  base::Handle<X509_REVOKED, X509_REVOKED_free> entry(X509_REVOKED_new());
  ok(X509_REVOKED_set_serialNumber(entry.get(), X509_get_serialNumber(certificate)), "X509_REVOKED_set_serialNumber");
  ok(X509_REVOKED_set_revocationDate(entry.get(), time_of(at).get()), "X509_REVOKED_set_revocationDate");
  const base::Handle<ASN1_ENUMERATED, ASN1_ENUMERATED_free> reason(ASN1_ENUMERATED_new());
  ok(ASN1_ENUMERATED_set(reason.get(), CRL_REASON_KEY_COMPROMISE), "ASN1_ENUMERATED_set");
  ok(X509_REVOKED_add1_ext_i2d(entry.get(), NID_crl_reason, reason.get(), 0, 0), "X509_REVOKED_add1_ext_i2d");
  ok(X509_CRL_add0_revoked(list, entry.get()), "X509_CRL_add0_revoked");
  (void)entry.release();  // the list owns it now
}

void add_list_extensions(X509_CRL* list, X509* issuer) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, nullptr, nullptr, list, 0);
  ok(X509_CRL_add_ext(list, extension_of(context, {NID_authority_key_identifier, "keyid:always"}).get(), -1),
     "X509_CRL_add_ext");
  const Integer number(ASN1_INTEGER_new());
  ok(ASN1_INTEGER_set(number.get(), 1), "ASN1_INTEGER_set");
  ok(X509_CRL_add1_ext_i2d(list, NID_crl_number, number.get(), 0, 0), "X509_CRL_add1_ext_i2d");
}

}  // namespace

crypto::KeyHandle make_software_key() {
  crypto::KeyHandle key(EVP_EC_gen("P-256"));
  must(key != nullptr, crypto::openssl_error("EVP_EC_gen").text);
  return key;
}

crypto::KeyHandle requested_key(base::ByteView pem) {
  const crypto::BioHandle memory(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  const base::Handle<X509_REQ, X509_REQ_free> request(PEM_read_bio_X509_REQ(memory.get(), nullptr, nullptr, nullptr));
  must(request != nullptr, crypto::openssl_error("PEM_read_bio_X509_REQ").text);
  crypto::KeyHandle key(X509_REQ_get_pubkey(request.get()));
  must(key != nullptr && X509_REQ_verify(request.get(), key.get()) == 1, "a request that its key has not signed");
  return key;
}

Authority Authority::make_root(const Subject& subject, const Validity& validity) {
  auto key = make_software_key();
  auto certificate = unsigned_certificate(key.get(), subject, validity);
  ok(X509_set_issuer_name(certificate.get(), X509_get_subject_name(certificate.get())), "X509_set_issuer_name");
  add_extensions(certificate.get(), certificate.get(), Profile::root);
  must(X509_sign(certificate.get(), key.get(), EVP_sha256()) > 0, crypto::openssl_error("X509_sign").text);
  return {std::move(certificate), std::move(key)};
}

Authority Authority::make_intermediate(const Subject& subject, const Validity& validity) const {
  auto key = make_software_key();
  auto certificate = certify(key.get(), subject, Profile::intermediate, validity);
  return {std::move(certificate), std::move(key)};
}

crypto::X509Handle Authority::certify(EVP_PKEY* key, const Subject& subject, Profile profile,
                                      const Validity& validity) const {
  auto certificate = unsigned_certificate(key, subject, validity);
  ok(X509_set_issuer_name(certificate.get(), X509_get_subject_name(m_certificate.get())), "X509_set_issuer_name");
  add_extensions(certificate.get(), m_certificate.get(), profile);
  must(X509_sign(certificate.get(), m_key.get(), EVP_sha256()) > 0, crypto::openssl_error("X509_sign").text);
  return certificate;
}

crypto::CrlHandle Authority::revoke(const std::vector<X509*>& revoked, const Validity& validity) const {
  crypto::CrlHandle list(X509_CRL_new());
  ok(X509_CRL_set_version(list.get(), X509_CRL_VERSION_2), "X509_CRL_set_version");
  ok(X509_CRL_set_issuer_name(list.get(), X509_get_subject_name(m_certificate.get())), "X509_CRL_set_issuer_name");
  ok(X509_CRL_set1_lastUpdate(list.get(), time_of(validity.from).get()), "X509_CRL_set1_lastUpdate");
  ok(X509_CRL_set1_nextUpdate(list.get(), time_of(validity.until).get()), "X509_CRL_set1_nextUpdate");
  for (auto* certificate : revoked) add_revoked(list.get(), certificate, validity.from);
  ok(X509_CRL_sort(list.get()), "X509_CRL_sort");
  add_list_extensions(list.get(), m_certificate.get());
  must(X509_CRL_sign(list.get(), m_key.get(), EVP_sha256()) > 0, crypto::openssl_error("X509_CRL_sign").text);
  return list;
}

}  // namespace antin::keys_dev
