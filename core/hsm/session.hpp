// One raw PKCS#11 session, closed when it goes, and templates of attributes to find, copy and make objects with.
#pragma once

#include <span>
#include <vector>

#include "core/base/secret.hpp"
#include "core/hsm/cryptoki.hpp"

namespace antin::hsm {

// Owns the values that its CK_ATTRIBUTEs point to, and wipes them: one may be a key. A copy would point into what it
// was copied from, so there is none.
class Attributes {
 public:
  Attributes() = default;
  Attributes(Attributes&&) = default;
  Attributes& operator=(Attributes&&) = default;
  Attributes(const Attributes&) = delete;
  Attributes& operator=(const Attributes&) = delete;
  ~Attributes() = default;

  Attributes& flag(CK_ATTRIBUTE_TYPE type, bool value);
  Attributes& number(CK_ATTRIBUTE_TYPE type, CK_ULONG value);
  Attributes& bytes(CK_ATTRIBUTE_TYPE type, base::ByteView value);

  // Leaves these unsaid where they would be said to be false.
  void drop_false(std::span<const CK_ATTRIBUTE_TYPE> types);

  [[nodiscard]] CK_ATTRIBUTE* data() { return m_attributes.data(); }
  [[nodiscard]] CK_ULONG size() const { return static_cast<CK_ULONG>(m_attributes.size()); }

 private:
  std::vector<base::Secret> m_values;  // what a CK_ATTRIBUTE points to stays in place when a Secret moves
  std::vector<CK_ATTRIBUTE> m_attributes;
};

enum class SessionKind { unknown, read_only, read_write };

// The module must outlive its sessions.
class Session {
 public:
  static base::Result<Session> open(const Cryptoki& cryptoki, CK_SLOT_ID slot, SessionKind kind);
  Session(Session&& other) noexcept;
  Session& operator=(Session&& other) noexcept;
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session();

  [[nodiscard]] const CK_FUNCTION_LIST& functions() const { return *m_functions; }
  [[nodiscard]] CK_SESSION_HANDLE handle() const { return m_handle; }

  [[nodiscard]] base::Result<std::vector<CK_OBJECT_HANDLE>> find(Attributes match) const;
  [[nodiscard]] base::Result<base::Bytes> attribute(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type) const;
  // False also when the attribute cannot be read: a caller must ask for the value that it needs to be sure of.
  [[nodiscard]] bool flag_is(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type, bool value) const;

 private:
  Session(const CK_FUNCTION_LIST* functions, CK_SESSION_HANDLE handle) : m_functions(functions), m_handle(handle) {}

  const CK_FUNCTION_LIST* m_functions = nullptr;
  CK_SESSION_HANDLE m_handle = CK_INVALID_HANDLE;
};

}  // namespace antin::hsm
