#include "core/hsm/wrapping.hpp"

#include <array>

#include "core/crypto/key_wrap.hpp"
#include "core/crypto/random.hpp"

namespace antin::hsm {
namespace {

// SoftHSM refuses CKM_AES_KEY_WRAP_KWP (0x210B) and makes RFC 5649 of 0x210A, which PKCS#11 defines otherwise. So: a
// known answer decides, not a name.
constexpr CK_MECHANISM_TYPE padded_wrap = 0x210A;

CK_UTF8CHAR* in(base::ByteView text) { return const_cast<CK_UTF8CHAR*>(text.data()); }

base::Result<void> checked(const char* function, CK_RV value) {
  if (value != CKR_OK) return cryptoki_error(function, value);
  return {};
}

Attributes secret_key(base::ByteView value) {
  Attributes attributes;
  attributes.number(CKA_CLASS, CKO_SECRET_KEY).number(CKA_KEY_TYPE, CKK_AES).bytes(CKA_VALUE, value);
  attributes.flag(CKA_TOKEN, false).flag(CKA_ENCRYPT, false).flag(CKA_DECRYPT, false).flag(CKA_SIGN, false);
  return attributes;
}

base::Result<CK_OBJECT_HANDLE> created(const Session& session, Attributes attributes) {
  CK_OBJECT_HANDLE handle = CK_INVALID_HANDLE;
  const auto value =
      session.functions().C_CreateObject(session.handle(), attributes.data(), attributes.size(), &handle);
  if (value != CKR_OK) return cryptoki_error("C_CreateObject", value);
  return handle;
}

// Only the security officer may say CKA_TRUSTED, and only of an object that is not private.
base::Result<CK_OBJECT_HANDLE> trusted_key(const Session& session, const base::Secret& value) {
  auto attributes = secret_key(value.expose_secret());
  attributes.flag(CKA_PRIVATE, false).flag(CKA_TRUSTED, true).flag(CKA_SENSITIVE, true).flag(CKA_EXTRACTABLE, false);
  attributes.flag(CKA_WRAP, true).flag(CKA_UNWRAP, true);
  return created(session, std::move(attributes));
}

base::Result<void> log_in(const Session& session, CK_USER_TYPE user, const base::Secret& pin) {
  const auto octets = pin.expose_secret();
  return checked("C_Login", session.functions().C_Login(session.handle(), user, in(octets), octets.size()));
}

// There it would open backups for anybody.
base::Error went_onto_token(const Session& session, CK_OBJECT_HANDLE key) {
  const bool is_gone = session.functions().C_DestroyObject(session.handle(), key) == CKR_OK;
  return {std::string("the wrapping key went onto the token, ") +
          (is_gone ? "from where it was destroyed" : "and cannot be destroyed there: wipe the token")};
}

base::Result<void> known_answer(const WrappingKey& key, const base::Secret& value) {
  const auto secret = crypto::random_array<32>();
  auto attributes = secret_key(secret);
  attributes.flag(CKA_PRIVATE, true).flag(CKA_SENSITIVE, false).flag(CKA_EXTRACTABLE, true);
  attributes.flag(CKA_WRAP_WITH_TRUSTED, true);
  const auto sample = created(key.session(), std::move(attributes));
  if (!sample) return sample.error();
  const auto wrapped = key.wrap(*sample);
  key.session().functions().C_DestroyObject(key.session().handle(), *sample);
  if (!wrapped) return wrapped.error();
  const auto opened = crypto::unwrap_key(crypto::KeyWrap::rfc5649, value.expose_secret(), *wrapped);
  if (!opened || !base::equal(opened->expose_secret(), secret))
    return base::Error{"the module's key wrap is not RFC 5649: OpenSSL does not open what it wraps"};
  return {};
}

}  // namespace

base::Result<WrappingKey> WrappingKey::make(const Module& module, CK_SLOT_ID slot, const base::Secret& so_pin,
                                            const base::Secret& user_pin, const base::Secret& value) {
  auto session = module.log_in(slot, User::security_officer, so_pin);
  if (!session) return session.error();
  const auto handle = trusted_key(*session, value);
  // A session object of a public kind outlives the change of who is logged in.
  if (auto out = checked("C_Logout", session->functions().C_Logout(session->handle())); !out) return out.error();
  if (!handle) return handle.error();
  if (auto logged_in = log_in(*session, CKU_USER, user_pin); !logged_in) return logged_in.error();
  WrappingKey key(std::move(*session), *handle);
  if (!key.session().flag_is(*handle, CKA_TOKEN, false)) return went_onto_token(key.session(), *handle);
  if (auto answered = known_answer(key, value); !answered) return answered.error();
  return key;
}

base::Result<base::Bytes> WrappingKey::wrap(CK_OBJECT_HANDLE key) const {
  CK_MECHANISM mechanism{padded_wrap, nullptr, 0};
  base::Bytes wrapped(16 * 1024);
  auto size = static_cast<CK_ULONG>(wrapped.size());
  const auto value =
      m_session.functions().C_WrapKey(m_session.handle(), &mechanism, m_handle, key, wrapped.data(), &size);
  if (value != CKR_OK) return cryptoki_error("C_WrapKey", value);
  if (size > wrapped.size()) return base::Error{"C_WrapKey: a key of impossible length"};
  wrapped.resize(size);
  return wrapped;
}

base::Result<CK_OBJECT_HANDLE> WrappingKey::unwrap(base::ByteView wrapped, CK_KEY_TYPE type) const {
  Attributes attributes;
  attributes.number(CKA_CLASS, CKO_PRIVATE_KEY).number(CKA_KEY_TYPE, type).flag(CKA_TOKEN, false);
  attributes.flag(CKA_PRIVATE, true).flag(CKA_SENSITIVE, true).flag(CKA_EXTRACTABLE, false).flag(CKA_SIGN, true);
  attributes.flag(CKA_DECRYPT, false).flag(CKA_UNWRAP, false).flag(CKA_DERIVE, false);
  return unwrap(wrapped, std::move(attributes));
}

base::Result<CK_OBJECT_HANDLE> WrappingKey::unwrap(base::ByteView wrapped, Attributes attributes) const {
  CK_MECHANISM mechanism{padded_wrap, nullptr, 0};
  CK_OBJECT_HANDLE key = CK_INVALID_HANDLE;
  const auto value = m_session.functions().C_UnwrapKey(m_session.handle(), &mechanism, m_handle, in(wrapped),
                                                       static_cast<CK_ULONG>(wrapped.size()), attributes.data(),
                                                       attributes.size(), &key);
  if (value != CKR_OK) return cryptoki_error("C_UnwrapKey", value);
  return key;
}

}  // namespace antin::hsm
