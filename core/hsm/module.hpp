// A PKCS#11 module in this process, initialised for as long as this lives, and the tokens in it. For ceremonies and
// generators, which make tokens; whoever only uses one has Token.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/secret.hpp"
#include "core/hsm/session.hpp"

namespace antin::hsm {

struct TokenState {
  CK_SLOT_ID slot = 0;
  bool initialised = false;
  bool has_user_pin = false;
  bool user_pin_final_try = false;  // one wrong PIN more locks it
  bool so_pin_final_try = false;
  bool locked = false;  // either PIN
  std::string label;    // padding taken off, as all of these
  std::string manufacturer;
  std::string model;
  std::string serial;
  std::string hardware;  // versions, as "1.2"
  std::string firmware;
  CK_ULONG shortest_pin = 0;
  CK_ULONG longest_pin = 0;
};

enum class User { unknown, user, security_officer };

class Module {
 public:
  static base::Result<Module> load(const std::filesystem::path& library);
  Module(Module&& other) noexcept;
  Module& operator=(Module&&) = delete;
  Module(const Module&) = delete;
  Module& operator=(const Module&) = delete;
  ~Module();  // C_Finalize; the caller then leaves with _exit

  [[nodiscard]] const Cryptoki& cryptoki() const { return m_cryptoki; }
  [[nodiscard]] base::Result<std::string> description() const;  // manufacturer, library and its version

  [[nodiscard]] base::Result<std::vector<TokenState>> tokens() const;
  // The initialised token of this label; nullopt when there is none. Two of one label are an error.
  [[nodiscard]] base::Result<std::optional<TokenState>> token(const std::string& label) const;
  // The slot of a token that is not initialised: the only one, or (SoftHSM makes a new one as soon as one is used) the
  // first.
  [[nodiscard]] base::Result<TokenState> free_token() const;

  // Wipes the token in the slot.
  [[nodiscard]] base::Result<void> initialise(CK_SLOT_ID slot, const base::Secret& so_pin,
                                              const std::string& label) const;
  // Logged in as security officer: the one who may set the user's PIN.
  [[nodiscard]] base::Result<void> set_user_pin(CK_SLOT_ID slot, const base::Secret& so_pin,
                                                const base::Secret& user_pin) const;

  // Of whoever it is; the old one is tried once.
  [[nodiscard]] base::Result<void> change_pin(CK_SLOT_ID slot, User user, const base::Secret& old_pin,
                                              const base::Secret& new_pin) const;

  // A read-write session that is logged in. Login state is per token: log in once.
  [[nodiscard]] base::Result<Session> log_in(CK_SLOT_ID slot, User user, const base::Secret& pin) const;
  // Whether the PIN is the token's. An error: it could not be asked.
  [[nodiscard]] base::Result<bool> opens(CK_SLOT_ID slot, User user, const base::Secret& pin) const;

 private:
  explicit Module(Cryptoki cryptoki) : m_cryptoki(std::move(cryptoki)) {}

  Cryptoki m_cryptoki;
  bool m_initialised = false;
};

}  // namespace antin::hsm
