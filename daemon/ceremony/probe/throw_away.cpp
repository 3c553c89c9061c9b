#include "daemon/ceremony/probe/throw_away.hpp"

#include <algorithm>
#include <array>

#include "core/crypto/random.hpp"
#include "daemon/ceremony/probe/offspring.hpp"
#include "daemon/ceremony/probe/raw.hpp"
#include "daemon/ceremony/probe/slots.hpp"
#include "daemon/ceremony/probe/subject.hpp"

namespace antin::ceremony::probe {
namespace {

constexpr std::size_t pin_octets = 16;

// Hex digits, as every token takes them.
base::Secret random_pin() {
  auto octets = crypto::random_array<pin_octets / 2>();
  constexpr std::string_view digits = "0123456789abcdef";
  base::Bytes text;
  text.reserve(pin_octets);
  for (const auto octet : octets) {
    text.push_back(static_cast<std::uint8_t>(digits[octet >> 4]));
    text.push_back(static_cast<std::uint8_t>(digits[octet & 15]));
  }
  base::wipe(octets);
  return base::Secret::take(std::move(text));
}

base::Result<CK_SLOT_ID> free_slot(const CK_FUNCTION_LIST& functions, const std::optional<CK_SLOT_ID>& wanted) {
  const auto tokens = tokens_of(functions);
  if (!tokens) return tokens.error();
  for (const auto& token : *tokens) {
    if (wanted && token.slot != *wanted) continue;
    if ((token.info.flags & CKF_TOKEN_INITIALIZED) == 0) return token.slot;
    if (wanted) return base::Error{"the slot's token is initialised already, and is left as it is"};
  }
  return base::Error{"no slot has a token that is not initialised"};
}

// Labels are 32 octets, padded with spaces, not ended by a zero (PKCS#11 2.40, C_InitToken).
std::array<CK_UTF8CHAR, 32> padded(const std::string& label) {
  std::array<CK_UTF8CHAR, 32> field{};
  field.fill(' ');
  std::copy_n(label.begin(), std::min(label.size(), field.size()), field.begin());
  return field;
}

struct Pins {
  base::ByteView factory, officer, user;
};

CK_RV replace_factory_pin(const CK_FUNCTION_LIST& functions, CK_SESSION_HANDLE session, const Pins& pins) {
  if (pins.factory.empty()) return CKR_OK;
  return functions.C_SetPIN(session, in(pins.factory), pins.factory.size(), in(pins.officer), pins.officer.size());
}

base::Result<void> initialise(const hsm::Cryptoki& cryptoki, CK_SLOT_ID slot, const std::string& label,
                              const Pins& pins) {
  const auto& functions = cryptoki.functions();
  const auto first = pins.factory.empty() ? pins.officer : pins.factory;
  auto field = padded(label);
  if (const auto value = functions.C_InitToken(slot, in(first), first.size(), field.data()); value != CKR_OK)
    return hsm::cryptoki_error("C_InitToken", value);
  const auto session = hsm::Session::open(cryptoki, slot, hsm::SessionKind::read_write);
  if (!session) return session.error();
  if (const auto value = functions.C_Login(session->handle(), CKU_SO, in(first), first.size()); value != CKR_OK)
    return hsm::cryptoki_error("C_Login", value);
  if (const auto value = replace_factory_pin(functions, session->handle(), pins); value != CKR_OK)
    return hsm::cryptoki_error("C_SetPIN", value);
  if (const auto value = functions.C_InitPIN(session->handle(), in(pins.user), pins.user.size()); value != CKR_OK)
    return hsm::cryptoki_error("C_InitPIN", value);
  // openCryptoki marks a PIN that the officer gave as one to be changed; the user changes it to itself.
  functions.C_Logout(session->handle());
  if (functions.C_Login(session->handle(), CKU_USER, in(pins.user), pins.user.size()) != CKR_OK)
    return base::Error{"the new token's user cannot log in"};
  CK_TOKEN_INFO info{};
  if (functions.C_GetTokenInfo(slot, &info) != CKR_OK || (info.flags & CKF_USER_PIN_TO_BE_CHANGED) == 0) return {};
  const auto value =
      functions.C_SetPIN(session->handle(), in(pins.user), pins.user.size(), in(pins.user), pins.user.size());
  if (value != CKR_OK) return hsm::cryptoki_error("C_SetPIN", value);
  return {};
}

// Some tokens take no more than eight octets.
std::size_t pin_size(const CK_FUNCTION_LIST& functions, CK_SLOT_ID slot) {
  CK_TOKEN_INFO info{};
  if (functions.C_GetTokenInfo(slot, &info) != CKR_OK || info.ulMaxPinLen == 0) return pin_octets;
  return std::min<std::size_t>(pin_octets, info.ulMaxPinLen);
}

// How many octets of the PINs were used.
base::Result<std::size_t> make(const Aim& aim, const std::string& label, Pins pins) {
  Subject subject(aim, [](Pace) {});
  if (const auto opened = subject.open(Opening::initialised); !opened) return opened.error();
  const auto slot = free_slot(subject.functions(), aim.slot);
  if (!slot) return slot.error();
  const auto size = pin_size(subject.functions(), *slot);
  pins.officer = pins.officer.first(size);
  pins.user = pins.user.first(size);
  const auto done = initialise(subject.cryptoki(), *slot, label, pins);
  subject.close();
  if (!done) return done.error();
  return size;
}

base::Secret first_of(const base::Secret& pin, std::size_t size) {
  return base::Secret(pin.expose_secret().first(std::min(size, pin_octets)));
}

}  // namespace

base::Result<void> make_throw_away(Aim& aim) {
  const auto label = "antin-probe-" + base::to_hex(crypto::random_array<4>());
  const auto officer = random_pin();
  const auto user = random_pin();
  const Pins pins{aim.officer_pin.expose_secret(), officer.expose_secret(), user.expose_secret()};
  Offspring maker([&](int socket) {
    const auto made = make(aim, label, pins);
    const auto size = made ? static_cast<std::uint8_t>(*made) : std::uint8_t{0};
    send_message(socket, made ? base::ByteView(&size, 1) : base::view(made.error().text));
    return made ? 0 : 1;
  });
  base::Bytes heard;
  const bool answered = maker.receive(heard, aim.deadline * 6) == Offspring::Heard::message;
  const auto end = answered ? maker.end_within(aim.deadline) : maker.kill();
  if (answered && heard.size() > 1) return base::Error{std::string(base::text(heard))};
  if (!answered || !end.well()) return base::Error{"making the token " + label + ": " + said_of(end)};
  aim.token_label = label;
  aim.slot.reset();
  aim.user_pin = first_of(user, heard.front());
  aim.officer_pin = first_of(officer, heard.front());
  return {};
}

}  // namespace antin::ceremony::probe
