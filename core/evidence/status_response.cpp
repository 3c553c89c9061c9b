#include "core/evidence/status_response.hpp"

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include "core/evidence/algorithms.hpp"
#include "core/evidence/asn1_values.hpp"
#include "core/evidence/responses.hpp"

namespace antin::evidence {
namespace {

using ResponseHandle = base::Handle<OCSP_RESPONSE, OCSP_RESPONSE_free>;
using IdHandle = base::Handle<OCSP_CERTID, OCSP_CERTID_free>;
using StackHandle = base::Handle<STACK_OF(X509), [](STACK_OF(X509) * stack) { sk_X509_free(stack); }>;

constexpr int security_bits = 112;  // as Trust asks of a chain

BasicResponseHandle read(base::ByteView der) {
  auto [response, whole] = parse_whole<d2i_OCSP_RESPONSE>(der);
  const ResponseHandle owned(response);
  if (!whole || OCSP_response_status(response) != OCSP_RESPONSE_STATUS_SUCCESSFUL) return BasicResponseHandle();
  return BasicResponseHandle(OCSP_response_get1_basic(response));
}

bool has_critical_extensions(OCSP_BASICRESP* basic) {
  constexpr int any = -1;
  auto* single = OCSP_resp_get0(basic, 0);
  return OCSP_BASICRESP_get_ext_by_critical(basic, 1, any) >= 0 ||
         OCSP_SINGLERESP_get_ext_by_critical(single, 1, any) >= 0;
}

const EVP_MD* digest_of(OCSP_CERTID* id) {
  ASN1_OBJECT* algorithm = nullptr;
  OCSP_id_get0_info(nullptr, &algorithm, nullptr, nullptr, id);
  switch (OBJ_obj2nid(algorithm)) {
    case NID_sha1: return EVP_sha1();  // a name only: what holds is the response's signature
    case NID_sha256: return EVP_sha256();
    default: return nullptr;
  }
}

OCSP_CERTID* id_of(OCSP_BASICRESP* basic) {
  return const_cast<OCSP_CERTID*>(OCSP_SINGLERESP_get0_id(OCSP_resp_get0(basic, 0)));  // NOLINT: OpenSSL's getters
}

bool is_about_one_of(OCSP_BASICRESP* basic, X509& issuer) {
  auto* id = id_of(basic);
  ASN1_INTEGER* serial = nullptr;
  OCSP_id_get0_info(nullptr, nullptr, nullptr, &serial, id);
  const auto* key = X509_get0_pubkey_bitstr(&issuer);
  if (key == nullptr) return false;
  const IdHandle expected(OCSP_cert_id_new(digest_of(id), X509_get_subject_name(&issuer), key, serial));
  return expected && OCSP_id_cmp(expected.get(), id) == 0;
}

// RFC 6960 4.2.2.2: by the very authority whose certificate is asked about, for nothing less than this purpose.
bool is_delegate_of(X509& responder, X509& issuer, base::Instant at) {
  const auto from = instant_of(X509_get0_notBefore(&responder));
  const auto until = instant_of(X509_get0_notAfter(&responder));
  if (!from || !until || at < *from || at > *until) return false;
  const auto flags = X509_get_extension_flags(&responder);
  // Without an extended key usage OpenSSL's getter has all bits set.
  const bool may_respond =
      (flags & EXFLAG_XKUSAGE) != 0 && (X509_get_extended_key_usage(&responder) & XKU_OCSP_SIGN) != 0;
  if (!may_respond || (flags & (EXFLAG_CRITICAL | EXFLAG_INVALID)) != 0 || X509_check_ca(&responder) != 0) return false;
  if ((X509_get_key_usage(&responder) & KU_DIGITAL_SIGNATURE) == 0) return false;
  const X509_ALGOR* algorithm = nullptr;
  X509_get0_signature(nullptr, &algorithm, &responder);
  EVP_PKEY* own = X509_get0_pubkey(&responder);
  if (!is_sha2(signature_digest(*algorithm)) || own == nullptr || EVP_PKEY_get_security_bits(own) < security_bits)
    return false;
  EVP_PKEY* key = X509_get0_pubkey(&issuer);
  return key != nullptr && X509_check_issued(&issuer, &responder) == X509_V_OK && X509_verify(&responder, key) == 1;
}

// By the name or key that the response gives, the issuer first.
X509* named_signer(OCSP_BASICRESP* basic, X509& issuer) {
  const StackHandle own(sk_X509_new_null());
  if (!own || sk_X509_push(own.get(), &issuer) <= 0) throw std::bad_alloc();
  X509* signer = nullptr;
  return OCSP_resp_get0_signer(basic, &signer, own.get()) == 1 ? signer : nullptr;
}

bool is_signed_with(OCSP_BASICRESP* basic, X509& signer) {
  const auto* algorithm = OCSP_resp_get0_tbs_sigalg(basic);
  if (!is_sha2(signature_digest(*algorithm))) return false;
  EVP_PKEY* key = X509_get0_pubkey(&signer);
  return key != nullptr && ASN1_item_verify(ASN1_ITEM_rptr(OCSP_RESPDATA), algorithm, OCSP_resp_get0_signature(basic),
                                            OCSP_resp_get0_respdata(basic), key) == 1;
}

}  // namespace

BasicResponseHandle basic_response_of(const StatusResponse& response) { return read(response.der); }

X509* responder_for(OCSP_BASICRESP& response, X509& issuer) {
  X509* signer = nullptr;
  if (is_about_one_of(&response, issuer)) signer = named_signer(&response, issuer);
  const auto produced = instant_of(OCSP_resp_get0_produced_at(&response));
  const bool holds = signer != nullptr && produced &&
                     (signer == &issuer || is_delegate_of(*signer, issuer, *produced)) &&
                     is_signed_with(&response, *signer);
  ERR_clear_error();
  return holds ? signer : nullptr;
}

base::Result<StatusResponse> parse_status_response(base::ByteView der) {
  const auto basic = read(der);
  if (!basic) return crypto::openssl_error("not exactly one successful OCSP response");
  if (OCSP_resp_count(basic.get()) != 1) return base::Error{"the OCSP response is not about exactly one certificate"};
  if (has_critical_extensions(basic.get())) return base::Error{"the OCSP response has a critical extension"};
  if (digest_of(id_of(basic.get())) == nullptr)
    return base::Error{"the OCSP response names its certificate neither by SHA-1 nor by SHA-256"};
  ASN1_INTEGER* number = nullptr;
  OCSP_id_get0_info(nullptr, nullptr, nullptr, &number, id_of(basic.get()));
  const auto serial = magnitude(number);
  ASN1_GENERALIZEDTIME* from = nullptr;
  ASN1_GENERALIZEDTIME* until = nullptr;
  const int status = OCSP_single_get0_status(OCSP_resp_get0(basic.get(), 0), nullptr, nullptr, &from, &until);
  const auto this_update = instant_of(from);
  const auto next_update = instant_of(until);
  const auto produced = instant_of(OCSP_resp_get0_produced_at(basic.get()));
  if (!serial || !this_update || !produced) return base::Error{"the OCSP response's times or serial cannot be read"};
  if (!next_update || *next_update <= *this_update)
    return base::Error{"the OCSP response does not say when the next one comes"};
  return StatusResponse{base::copy(der), *serial,      status == V_OCSP_CERTSTATUS_GOOD,
                        *this_update,    *next_update, *produced};
}

bool speaks_for(const StatusResponse& response, const crypto::Certificate& issuer) {
  const auto basic = basic_response_of(response);
  return basic && responder_for(*basic, *issuer.parsed) != nullptr;
}

}  // namespace antin::evidence
