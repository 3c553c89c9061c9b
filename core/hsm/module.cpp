#include "core/hsm/module.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/hsm/token_text.hpp"

namespace antin::hsm {
namespace {

TokenState state_of(CK_SLOT_ID slot, const CK_TOKEN_INFO& info) {
  const auto is = [&](CK_FLAGS flag) { return (info.flags & flag) != 0; };
  TokenState state;
  state.slot = slot;
  state.initialised = is(CKF_TOKEN_INITIALIZED);
  state.has_user_pin = is(CKF_USER_PIN_INITIALIZED);
  state.user_pin_final_try = is(CKF_USER_PIN_FINAL_TRY);
  state.so_pin_final_try = is(CKF_SO_PIN_FINAL_TRY);
  state.locked = is(CKF_USER_PIN_LOCKED) || is(CKF_SO_PIN_LOCKED);
  state.label = trimmed(info.label);
  state.manufacturer = trimmed(info.manufacturerID);
  state.model = trimmed(info.model);
  state.serial = trimmed(info.serialNumber);
  state.hardware = version_text(info.hardwareVersion);
  state.firmware = version_text(info.firmwareVersion);
  state.shortest_pin = info.ulMinPinLen;
  state.longest_pin = info.ulMaxPinLen;
  return state;
}

// PKCS#11 takes PINs as non-const and does not change them.
CK_UTF8CHAR* in(base::ByteView text) { return const_cast<CK_UTF8CHAR*>(text.data()); }

base::Result<void> checked(const char* function, CK_RV value) {
  if (value != CKR_OK) return cryptoki_error(function, value);
  return {};
}

}  // namespace

base::Result<Module> Module::load(const std::filesystem::path& library) {
  auto cryptoki = Cryptoki::load(library);
  if (!cryptoki) return cryptoki.error();
  Module module(std::move(*cryptoki));
  if (auto done = checked("C_Initialize", module.m_cryptoki.functions().C_Initialize(nullptr)); !done)
    return done.error();
  module.m_initialised = true;
  return module;
}

Module::Module(Module&& other) noexcept
    : m_cryptoki(std::move(other.m_cryptoki)), m_initialised(std::exchange(other.m_initialised, false)) {}

Module::~Module() {
  if (m_initialised) m_cryptoki.functions().C_Finalize(nullptr);
}

base::Result<std::string> Module::description() const {
  CK_INFO info{};
  if (auto done = checked("C_GetInfo", m_cryptoki.functions().C_GetInfo(&info)); !done) return done.error();
  return trimmed(info.manufacturerID) + ", " + trimmed(info.libraryDescription) + " " +
         version_text(info.libraryVersion);
}

base::Result<std::vector<TokenState>> Module::tokens() const {
  const auto& functions = m_cryptoki.functions();
  CK_ULONG count = 0;
  // SoftHSM makes another free token when it is asked for the number; the list then holds it.
  if (auto done = checked("C_GetSlotList", functions.C_GetSlotList(CK_TRUE, nullptr, &count)); !done)
    return done.error();
  std::vector<CK_SLOT_ID> slots(count);
  if (auto done = checked("C_GetSlotList", functions.C_GetSlotList(CK_TRUE, slots.data(), &count)); !done)
    return done.error();
  slots.resize(std::min<std::size_t>(slots.size(), count));
  std::vector<TokenState> all;
  for (const auto slot : slots) {
    CK_TOKEN_INFO info{};
    if (auto done = checked("C_GetTokenInfo", functions.C_GetTokenInfo(slot, &info)); !done) return done.error();
    all.push_back(state_of(slot, info));
  }
  return all;
}

base::Result<std::optional<TokenState>> Module::token(const std::string& label) const {
  const auto all = tokens();
  if (!all) return all.error();
  std::optional<TokenState> found;
  for (const auto& token : *all) {
    if (!token.initialised || token.label != label) continue;
    if (found) return base::Error{"two tokens are labelled " + label};
    found = token;
  }
  return found;
}

base::Result<TokenState> Module::free_token() const {
  const auto all = tokens();
  if (!all) return all.error();
  for (const auto& token : *all)
    if (!token.initialised) return token;
  return base::Error{"the module has no uninitialised token"};
}

base::Result<void> Module::initialise(CK_SLOT_ID slot, const base::Secret& so_pin, const std::string& label) const {
  std::array<CK_UTF8CHAR, 32> field{};
  if (label.empty() || label.size() > field.size()) return base::Error{"a token label has 1 to 32 octets"};
  field.fill(' ');
  std::copy(label.begin(), label.end(), field.begin());
  const auto pin = so_pin.expose_secret();
  return checked("C_InitToken", m_cryptoki.functions().C_InitToken(slot, in(pin), pin.size(), field.data()));
}

base::Result<void> Module::set_user_pin(CK_SLOT_ID slot, const base::Secret& so_pin,
                                        const base::Secret& user_pin) const {
  const auto session = log_in(slot, User::security_officer, so_pin);
  if (!session) return session.error();
  const auto& functions = m_cryptoki.functions();
  const auto pin = user_pin.expose_secret();
  const auto set = checked("C_InitPIN", functions.C_InitPIN(session->handle(), in(pin), pin.size()));
  const auto out = checked("C_Logout", functions.C_Logout(session->handle()));
  return set ? out : set;
}

base::Result<void> Module::change_pin(CK_SLOT_ID slot, User user, const base::Secret& old_pin,
                                      const base::Secret& new_pin) const {
  const auto session = log_in(slot, user, old_pin);
  if (!session) return session.error();
  const auto& functions = m_cryptoki.functions();
  const auto before = old_pin.expose_secret();
  const auto after = new_pin.expose_secret();
  const auto set =
      checked("C_SetPIN", functions.C_SetPIN(session->handle(), in(before), before.size(), in(after), after.size()));
  const auto out = checked("C_Logout", functions.C_Logout(session->handle()));
  return set ? out : set;
}

namespace {

CK_RV login(const Session& session, User user, const base::Secret& pin) {
  const auto octets = pin.expose_secret();
  const auto who = user == User::security_officer ? CKU_SO : CKU_USER;
  return session.functions().C_Login(session.handle(), who, in(octets), octets.size());
}

}  // namespace

base::Result<Session> Module::log_in(CK_SLOT_ID slot, User user, const base::Secret& pin) const {
  auto session = Session::open(m_cryptoki, slot, SessionKind::read_write);
  if (!session) return session;
  if (const auto value = login(*session, user, pin); value != CKR_OK) return cryptoki_error("C_Login", value);
  return session;
}

base::Result<bool> Module::opens(CK_SLOT_ID slot, User user, const base::Secret& pin) const {
  const auto session = Session::open(m_cryptoki, slot, SessionKind::read_write);
  if (!session) return session.error();
  switch (const auto value = login(*session, user, pin)) {
    case CKR_OK: return true;
    case CKR_PIN_INCORRECT: return false;
    default: return cryptoki_error("C_Login", value);
  }
}

}  // namespace antin::hsm
