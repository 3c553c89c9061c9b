#include "core/hsm/session.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace antin::hsm {
namespace {

constexpr std::size_t object_limit = 100'000;    // a token that holds more is not one of ours
constexpr CK_ULONG attribute_limit = 64 * 1024;  // labels, ids, public keys

template <class T>
base::ByteView octets_of(const T& value) {
  return {reinterpret_cast<const std::uint8_t*>(&value), sizeof value};
}

}  // namespace

Attributes& Attributes::flag(CK_ATTRIBUTE_TYPE type, bool value) {
  const CK_BBOOL octet = value ? CK_TRUE : CK_FALSE;
  return bytes(type, octets_of(octet));
}

Attributes& Attributes::number(CK_ATTRIBUTE_TYPE type, CK_ULONG value) { return bytes(type, octets_of(value)); }

Attributes& Attributes::bytes(CK_ATTRIBUTE_TYPE type, base::ByteView value) {
  const auto kept = m_values.emplace_back(value).expose_secret();
  // PKCS#11 takes templates as non-const and does not change them.
  m_attributes.push_back({type, const_cast<std::uint8_t*>(kept.data()), static_cast<CK_ULONG>(kept.size())});
  return *this;
}

void Attributes::drop_false(std::span<const CK_ATTRIBUTE_TYPE> types) {
  std::erase_if(m_attributes, [&](const CK_ATTRIBUTE& attribute) {
    return std::find(types.begin(), types.end(), attribute.type) != types.end() &&
           attribute.ulValueLen == sizeof(CK_BBOOL) && *static_cast<const CK_BBOOL*>(attribute.pValue) == CK_FALSE;
  });
}

base::Result<Session> Session::open(const Cryptoki& cryptoki, CK_SLOT_ID slot, SessionKind kind) {
  // CKF_SERIAL_SESSION must always be set (PKCS#11 2.40, 5.6); without CKF_RW_SESSION the session only reads.
  CK_FLAGS flags = CKF_SERIAL_SESSION;
  if (kind == SessionKind::read_write) flags |= CKF_RW_SESSION;
  CK_SESSION_HANDLE handle = CK_INVALID_HANDLE;
  const auto value = cryptoki.functions().C_OpenSession(slot, flags, nullptr, nullptr, &handle);
  if (value != CKR_OK) return cryptoki_error("C_OpenSession", value);
  return Session(&cryptoki.functions(), handle);
}

Session::Session(Session&& other) noexcept
    : m_functions(other.m_functions), m_handle(std::exchange(other.m_handle, CK_INVALID_HANDLE)) {}

Session& Session::operator=(Session&& other) noexcept {
  std::swap(m_functions, other.m_functions);
  std::swap(m_handle, other.m_handle);
  return *this;
}

Session::~Session() {
  if (m_handle != CK_INVALID_HANDLE) m_functions->C_CloseSession(m_handle);
}

base::Result<std::vector<CK_OBJECT_HANDLE>> Session::find(Attributes match) const {
  if (const auto value = m_functions->C_FindObjectsInit(m_handle, match.data(), match.size()); value != CKR_OK)
    return cryptoki_error("C_FindObjectsInit", value);
  std::vector<CK_OBJECT_HANDLE> found;
  std::array<CK_OBJECT_HANDLE, 256> block{};
  CK_RV value = CKR_OK;
  CK_ULONG count = 0;
  do {
    value = m_functions->C_FindObjects(m_handle, block.data(), block.size(), &count);
    if (value == CKR_OK) found.insert(found.end(), block.begin(), block.begin() + static_cast<std::ptrdiff_t>(count));
  } while (value == CKR_OK && count != 0 && found.size() <= object_limit);
  m_functions->C_FindObjectsFinal(m_handle);
  if (value != CKR_OK) return cryptoki_error("C_FindObjects", value);
  if (found.size() > object_limit) return base::Error{"the token holds too many objects"};
  return found;
}

base::Result<base::Bytes> Session::attribute(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type) const {
  CK_ATTRIBUTE wanted{type, nullptr, 0};
  auto value = m_functions->C_GetAttributeValue(m_handle, object, &wanted, 1);
  if (value != CKR_OK) return cryptoki_error("C_GetAttributeValue", value);
  // CK_UNAVAILABLE_INFORMATION is the largest number there is, so this refuses it too.
  if (wanted.ulValueLen > attribute_limit) return base::Error{"C_GetAttributeValue: an attribute of impossible length"};
  base::Bytes content(wanted.ulValueLen);
  wanted.pValue = content.data();
  value = m_functions->C_GetAttributeValue(m_handle, object, &wanted, 1);
  if (value != CKR_OK) return cryptoki_error("C_GetAttributeValue", value);
  if (wanted.ulValueLen > content.size())
    return base::Error{"C_GetAttributeValue: an attribute that changed its length"};
  content.resize(wanted.ulValueLen);
  return content;
}

bool Session::flag_is(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type, bool value) const {
  const auto content = attribute(object, type);
  return content && content->size() == sizeof(CK_BBOOL) && (*content)[0] == (value ? CK_TRUE : CK_FALSE);
}

}  // namespace antin::hsm
