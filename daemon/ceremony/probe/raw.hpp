// PKCS#11 calls as the questions need them: with what the module returned, unjudged.
#pragma once

#include <optional>

#include "core/hsm/session.hpp"
#include "daemon/ceremony/probe/answer.hpp"

namespace antin::ceremony::probe {

constexpr std::string_view sample = "antin-probe: a message of no meaning";

inline CK_BYTE* in(base::ByteView bytes) { return const_cast<CK_BYTE*>(bytes.data()); }

// "C_Sign: CKR_DEVICE_ERROR (0x30)"
inline std::string said(const char* function, CK_RV value) { return hsm::cryptoki_error(function, value).text; }
inline Answer refused(const char* function, CK_RV value) { return no(said(function, value)); }

CK_RV begin_signing(const hsm::Session& session, CK_MECHANISM_TYPE mechanism,
                    CK_OBJECT_HANDLE key);  // with PSS's parameters
CK_RV end_signing(const hsm::Session& session, base::ByteView data);
// C_SignInit and C_Sign over what the mechanism wants: a SHA-256 hash, or the message.
CK_RV sign_sample(const hsm::Session& session, CK_MECHANISM_TYPE mechanism, CK_OBJECT_HANDLE key);

CK_RV set_flag(const hsm::Session& session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type, bool value);
CK_RV set_bytes(const hsm::Session& session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type, base::ByteView value);
// C_GetAttributeValue into a buffer: what the module says, whatever it wrote.
CK_RV read_value(const hsm::Session& session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type, base::Bytes& value);
std::optional<bool> flag_of(const hsm::Session& session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type);

// Of the objects with this label: how many the session sees.
base::Result<std::size_t> count_labelled(const hsm::Session& session, CK_OBJECT_CLASS kind, const std::string& label);

// An AES key or a secret of any length with a known value, for this session alone.
struct Secret {
  CK_KEY_TYPE type = CKK_AES;
  bool wraps = false;
  bool extractable = true;
};
CK_RV import_secret(const hsm::Session& session, const Secret& secret, base::ByteView value, CK_OBJECT_HANDLE& made);

base::Result<base::Bytes> wrap(const hsm::Session& session, CK_MECHANISM_TYPE mechanism, CK_OBJECT_HANDLE with,
                               CK_OBJECT_HANDLE key);

}  // namespace antin::ceremony::probe
