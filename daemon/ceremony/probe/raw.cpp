#include "daemon/ceremony/probe/raw.hpp"

#include <array>

#include "core/crypto/sha2.hpp"

namespace antin::ceremony::probe {

CK_RV begin_signing(const hsm::Session& session, CK_MECHANISM_TYPE type, CK_OBJECT_HANDLE key) {
  CK_RSA_PKCS_PSS_PARAMS parameters{CKM_SHA256, CKG_MGF1_SHA256, 32};
  CK_MECHANISM mechanism{type, nullptr, 0};
  if (type == CKM_RSA_PKCS_PSS) mechanism = {type, &parameters, sizeof parameters};
  return session.functions().C_SignInit(session.handle(), &mechanism, key);
}

CK_RV end_signing(const hsm::Session& session, base::ByteView data) {
  std::array<CK_BYTE, 1024> signature{};
  CK_ULONG size = signature.size();
  return session.functions().C_Sign(session.handle(), in(data), static_cast<CK_ULONG>(data.size()), signature.data(),
                                    &size);
}

CK_RV sign_sample(const hsm::Session& session, CK_MECHANISM_TYPE mechanism, CK_OBJECT_HANDLE key) {
  if (const auto value = begin_signing(session, mechanism, key); value != CKR_OK) return value;
  return end_signing(session, crypto::sha256(base::view(sample)));
}

CK_RV set_bytes(const hsm::Session& session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type, base::ByteView value) {
  hsm::Attributes change;
  change.bytes(type, value);
  return session.functions().C_SetAttributeValue(session.handle(), object, change.data(), change.size());
}

CK_RV set_flag(const hsm::Session& session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type, bool value) {
  const CK_BBOOL octet = value ? CK_TRUE : CK_FALSE;
  return set_bytes(session, object, type, {&octet, 1});
}

CK_RV read_value(const hsm::Session& session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type, base::Bytes& value) {
  value.assign(4096, 0);
  CK_ATTRIBUTE wanted{type, value.data(), static_cast<CK_ULONG>(value.size())};
  const auto result = session.functions().C_GetAttributeValue(session.handle(), object, &wanted, 1);
  value.resize(result == CKR_OK && wanted.ulValueLen <= value.size() ? wanted.ulValueLen : 0);
  return result;
}

std::optional<bool> flag_of(const hsm::Session& session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type) {
  const auto content = session.attribute(object, type);
  if (!content || content->size() != sizeof(CK_BBOOL)) return std::nullopt;
  return content->front() != CK_FALSE;
}

base::Result<std::size_t> count_labelled(const hsm::Session& session, CK_OBJECT_CLASS kind, const std::string& label) {
  hsm::Attributes match;
  match.number(CKA_CLASS, kind).bytes(CKA_LABEL, base::view(label));
  const auto found = session.find(std::move(match));
  if (!found) return found.error();
  return found->size();
}

CK_RV import_secret(const hsm::Session& session, const Secret& secret, base::ByteView value, CK_OBJECT_HANDLE& made) {
  hsm::Attributes attributes;
  attributes.number(CKA_CLASS, CKO_SECRET_KEY).number(CKA_KEY_TYPE, secret.type).flag(CKA_TOKEN, false);
  attributes.flag(CKA_SENSITIVE, true).flag(CKA_EXTRACTABLE, secret.extractable);
  if (secret.wraps) attributes.flag(CKA_WRAP, true).flag(CKA_UNWRAP, true);
  attributes.bytes(CKA_VALUE, value);
  return session.functions().C_CreateObject(session.handle(), attributes.data(), attributes.size(), &made);
}

base::Result<base::Bytes> wrap(const hsm::Session& session, CK_MECHANISM_TYPE type, CK_OBJECT_HANDLE with,
                               CK_OBJECT_HANDLE key) {
  CK_MECHANISM mechanism{type, nullptr, 0};
  base::Bytes wrapped(8192);
  auto size = static_cast<CK_ULONG>(wrapped.size());
  const auto value = session.functions().C_WrapKey(session.handle(), &mechanism, with, key, wrapped.data(), &size);
  if (value != CKR_OK) return hsm::cryptoki_error("C_WrapKey", value);
  if (size > wrapped.size()) return base::Error{"C_WrapKey: a wrapped key of impossible length"};
  wrapped.resize(size);
  return wrapped;
}

}  // namespace antin::ceremony::probe
