// Wrapping private keys under a key that the token's security officer vouches for (CKA_TRUSTED), and that is never
// stored on the token: there a session that is not logged in could unwrap a backup with it.
#pragma once

#include "core/hsm/module.hpp"

namespace antin::hsm {

// An AES-256 key as a session object. It dies with this.
class WrappingKey {
 public:
  // Nobody may be logged in to the token. Afterwards the user is, for as long as this lives.
  static base::Result<WrappingKey> make(const Module& module, CK_SLOT_ID slot, const base::Secret& so_pin,
                                        const base::Secret& user_pin, const base::Secret& value);

  [[nodiscard]] const Session& session() const { return m_session; }

  // RFC 5649, by whatever name the module has for it; `make` has held a known answer against OpenSSL.
  [[nodiscard]] base::Result<base::Bytes> wrap(CK_OBJECT_HANDLE key) const;
  // As a session object that signs and cannot leave.
  [[nodiscard]] base::Result<CK_OBJECT_HANDLE> unwrap(base::ByteView wrapped, CK_KEY_TYPE type) const;
  // As the attributes have it; what goes onto the token stays there.
  [[nodiscard]] base::Result<CK_OBJECT_HANDLE> unwrap(base::ByteView wrapped, Attributes attributes) const;

 private:
  WrappingKey(Session session, CK_OBJECT_HANDLE handle) : m_session(std::move(session)), m_handle(handle) {}

  Session m_session;
  CK_OBJECT_HANDLE m_handle;
};

}  // namespace antin::hsm
