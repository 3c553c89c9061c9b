#include "core/evidence/signed_data.hpp"

#include <openssl/err.h>

#include <algorithm>
#include <array>

#include "core/evidence/algorithms.hpp"
#include "core/evidence/asn1_values.hpp"
#include "core/evidence/attributes.hpp"
#include "core/evidence/signing_certificate.hpp"

namespace antin::evidence {
namespace {

using CertificateStack =
    base::Handle<STACK_OF(X509), [](STACK_OF(X509) * stack) { sk_X509_pop_free(stack, X509_free); }>;

Problem malformed(std::string text) { return {Fault::malformed, std::move(text)}; }

// OpenSSL's CMS code has had overflows in content types that nobody here asks for: look at the OID before it does.
bool looks_like_signed_data(base::ByteView bytes) {
  constexpr std::array<std::uint8_t, 11> signed_data{0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02};
  const unsigned char* cursor = bytes.data();
  long length = 0;
  int tag = 0;
  int tag_class = 0;
  const int form = ASN1_get_object(&cursor, &length, &tag, &tag_class, static_cast<long>(bytes.size()));
  ERR_clear_error();
  constexpr int failed = 0x80;
  if ((form & failed) != 0 || (form & V_ASN1_CONSTRUCTED) == 0) return false;
  if (tag != V_ASN1_SEQUENCE || tag_class != V_ASN1_UNIVERSAL) return false;
  const auto rest = bytes.subspan(static_cast<std::size_t>(cursor - bytes.data()));
  return rest.size() > signed_data.size() && std::equal(signed_data.begin(), signed_data.end(), rest.begin());
}

base::Result<crypto::CmsHandle, Problem> parse(base::ByteView bytes, const Expected& expected) {
  if (bytes.size() > expected.size_limit) return malformed("the CMS is too large");
  if (!looks_like_signed_data(bytes)) return malformed("not a CMS SignedData");
  auto [cms, whole] = parse_whole<d2i_CMS_ContentInfo>(bytes);
  crypto::CmsHandle owned(cms);
  if (!whole || OBJ_obj2nid(CMS_get0_type(cms)) != NID_pkcs7_signed)
    return malformed(crypto::openssl_error("not exactly one CMS SignedData").text);
  return owned;
}

base::Result<void, Problem> check_content(CMS_ContentInfo* cms, const Expected& expected) {
  if (OBJ_obj2nid(CMS_get0_eContentType(cms)) != expected.content_type)
    return malformed("the CMS has another content type");
  ASN1_OCTET_STRING** content = CMS_get0_content(cms);
  if (content == nullptr) return malformed("the CMS has no place for content");
  const auto enclosure = *content == nullptr ? Enclosure::detached : Enclosure::enclosed;
  if (enclosure != expected.enclosure)
    return malformed("the content must be detached in a signature, enclosed in a token");
  return {};
}

base::Result<void, Problem> check_attributes(SignedContent& read, const Expected& expected) {
  if (CMS_signed_get_attr_count(read.info) <= 0) return malformed("there are no signed attributes");
  const ASN1_OBJECT* type = content_type(*read.info);
  if (type == nullptr || OBJ_obj2nid(type) != expected.content_type)
    return malformed("not exactly one content-type attribute that fits");
  const auto digest = message_digest(*read.info);
  if (!digest) return malformed("not exactly one message-digest attribute");
  if (!signing_certificate_v2(*read.info)) return malformed("not exactly one signing-certificate-v2 attribute");
  read.message_digest = base::copy(*digest);
  return {};
}

// Of all certificates that fit issuer and serial the one that signing-certificate-v2 names: issuer and serial alone can
// be copied into any certificate.
base::Result<void, Problem> find_signer(SignedContent& read) {
  const CertificateStack stack(CMS_get1_certs(read.cms.get()));
  const auto named = signing_certificate_v2(*read.info).value();
  X509* signer = nullptr;
  Naming best = Naming::unknown;
  for (int i = 0; i < sk_X509_num(stack.get()); ++i) {
    X509* x509 = sk_X509_value(stack.get(), i);
    auto certificate = crypto::certificate_of(x509);
    if (!certificate) return malformed("a certificate in the CMS: " + certificate.error().text);
    const bool fits = signer == nullptr && CMS_SignerInfo_cert_cmp(read.info, x509) == 0;
    if (fits) best = names(named, *certificate);
    if (fits && best == Naming::malformed) return malformed("the signing-certificate-v2 attribute is malformed");
    if (fits && best == Naming::this_one) {
      signer = x509;
      read.signer = std::move(*certificate);
    } else {
      read.others.push_back(std::move(*certificate));
    }
  }
  if (signer != nullptr) {
    CMS_SignerInfo_set1_signer_cert(read.info, signer);
    return {};
  }
  if (best == Naming::another)
    return Problem{Fault::signature_invalid, "signing-certificate-v2 names another certificate"};
  return malformed("the signer's certificate is not in the CMS");
}

base::Result<void, Problem> check_signature(SignedContent& read) {
  EVP_PKEY* key = nullptr;
  X509* certificate = nullptr;
  X509_ALGOR* digest = nullptr;
  X509_ALGOR* signature = nullptr;
  CMS_SignerInfo_get0_algs(read.info, &key, &certificate, &digest, &signature);
  if (key == nullptr || !is_allowed(*signature, *digest, read.signer, *key))
    return Problem{Fault::weak_algorithm, "the signature is neither ECDSA P-256/P-384 nor RSA-PSS >= 2048 with SHA-2"};
  read.digest = OBJ_obj2nid(digest->algorithm);
  if (CMS_SignerInfo_verify(read.info) != 1)
    return Problem{Fault::signature_invalid, crypto::openssl_error("the signature").text};
  return {};
}

}  // namespace

base::ByteView SignedContent::content() const {
  ASN1_OCTET_STRING** held = CMS_get0_content(cms.get());
  if (held == nullptr || *held == nullptr) return {};
  return octets(*held);
}

base::Result<SignedContent, Problem> read_signed_data(base::ByteView bytes, const Expected& expected) {
  auto cms = parse(bytes, expected);
  if (!cms) return cms.error();
  SignedContent read;
  read.cms = std::move(*cms);
  if (auto content = check_content(read.cms.get(), expected); !content) return content.error();
  const STACK_OF(CMS_SignerInfo)* signers = CMS_get0_SignerInfos(read.cms.get());
  if (sk_CMS_SignerInfo_num(signers) != 1) return malformed("not exactly one SignerInfo");
  read.info = sk_CMS_SignerInfo_value(signers, 0);
  if (auto attributes = check_attributes(read, expected); !attributes) return attributes.error();
  if (auto signer = find_signer(read); !signer) return signer.error();
  if (auto signature = check_signature(read); !signature) return signature.error();
  return read;
}

}  // namespace antin::evidence
