#include "core/evidence/attributes.hpp"

#include "core/evidence/asn1_values.hpp"

namespace antin::evidence {
namespace {

const ASN1_TYPE* only_value(X509_ATTRIBUTE* attribute) {
  return X509_ATTRIBUTE_count(attribute) == 1 ? X509_ATTRIBUTE_get0_type(attribute, 0) : nullptr;
}

const ASN1_STRING* string_of(const ASN1_TYPE* value, int type) {
  return value != nullptr && value->type == type ? value->value.asn1_string : nullptr;
}

std::optional<base::ByteView> octets_of(const ASN1_TYPE* value, int type) {
  const ASN1_STRING* string = string_of(value, type);
  if (string == nullptr) return std::nullopt;
  return octets(string);
}

}  // namespace

const ASN1_TYPE* signed_attribute(const CMS_SignerInfo& info, int type) {
  const int first = CMS_signed_get_attr_by_NID(&info, type, -1);
  if (first < 0 || CMS_signed_get_attr_by_NID(&info, type, first) >= 0) return nullptr;
  return only_value(CMS_signed_get_attr(&info, first));
}

const ASN1_OBJECT* content_type(const CMS_SignerInfo& info) {
  const ASN1_TYPE* value = signed_attribute(info, NID_pkcs9_contentType);
  return value != nullptr && value->type == V_ASN1_OBJECT ? value->value.object : nullptr;
}

std::optional<base::ByteView> message_digest(const CMS_SignerInfo& info) {
  return octets_of(signed_attribute(info, NID_pkcs9_messageDigest), V_ASN1_OCTET_STRING);
}

std::optional<base::ByteView> signing_certificate_v2(const CMS_SignerInfo& info) {
  return octets_of(signed_attribute(info, NID_id_smime_aa_signingCertificateV2), V_ASN1_SEQUENCE);
}

std::optional<base::Instant> signing_time(const CMS_SignerInfo& info) {
  const ASN1_TYPE* value = signed_attribute(info, NID_pkcs9_signingTime);
  const ASN1_STRING* time = string_of(value, V_ASN1_UTCTIME);
  if (time == nullptr) time = string_of(value, V_ASN1_GENERALIZEDTIME);
  return instant_of(time);
}

std::optional<base::Bytes> timestamp_token(const CMS_SignerInfo& info) {
  constexpr int type = NID_id_smime_aa_timeStampToken;
  const int first = CMS_unsigned_get_attr_by_NID(&info, type, -1);
  if (first < 0 || CMS_unsigned_get_attr_by_NID(&info, type, first) >= 0) return std::nullopt;
  const auto token = octets_of(only_value(CMS_unsigned_get_attr(&info, first)), V_ASN1_SEQUENCE);
  if (!token) return std::nullopt;
  return base::copy(*token);
}

}  // namespace antin::evidence
