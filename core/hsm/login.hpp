// A module loaded and one of its tokens logged in to, by libp11: no more than libp11 0.4.12 does well.
#pragma once

#include <p11-kit/pkcs11.h>

#include <memory>
#include <string>

#include "core/base/secret.hpp"
#include "core/hsm/token.hpp"

namespace antin::hsm {

class Login {
 public:
  static base::Result<Login, OpenError> open(const TokenOptions& options, const base::Secret& pin);
  Login(Login&&) noexcept;
  Login& operator=(Login&&) noexcept;
  ~Login();  // C_Finalize

  [[nodiscard]] CK_SLOT_ID slot() const;
  [[nodiscard]] std::string serial() const;

 private:
  struct State;
  explicit Login(std::unique_ptr<State> state);
  std::unique_ptr<State> m_state;
};

}  // namespace antin::hsm
