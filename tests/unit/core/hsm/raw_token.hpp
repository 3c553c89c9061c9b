// A token of a test, opened and logged in to by hand.
#pragma once

#include <array>

#include "core/hsm/session.hpp"
#include "tests/unit/core/hsm/token_folder.hpp"

namespace antin::hsm {

class RawToken {
 public:
  explicit RawToken(const base::Secret& pin, const std::filesystem::path& module = softhsm_module)
      : m_cryptoki(Cryptoki::load(module).value()) {
    const auto& functions = m_cryptoki.functions();
    std::array<CK_SLOT_ID, 4> slots{};
    CK_ULONG count = slots.size();
    EXPECT_EQ(functions.C_Initialize(nullptr), CKR_OK);
    EXPECT_EQ(functions.C_GetSlotList(CK_TRUE, slots.data(), &count), CKR_OK);
    m_session.emplace(Session::open(m_cryptoki, slots.front(), SessionKind::read_write).value());
    const auto octets = pin.expose_secret();
    EXPECT_EQ(functions.C_Login(m_session->handle(), CKU_USER, const_cast<CK_UTF8CHAR*>(octets.data()), octets.size()),
              CKR_OK);
  }
  RawToken(const RawToken&) = delete;
  RawToken& operator=(const RawToken&) = delete;
  ~RawToken() {
    m_session.reset();
    m_cryptoki.functions().C_Finalize(nullptr);
  }

  [[nodiscard]] const Session& session() const { return *m_session; }

 private:
  Cryptoki m_cryptoki;
  std::optional<Session> m_session;
};

}  // namespace antin::hsm
