// The token as it presents itself before anybody logs in.
#include <algorithm>

#include "daemon/ceremony/probe/raw.hpp"
#include "daemon/ceremony/probe/slots.hpp"
#include "daemon/ceremony/probe/subject.hpp"

namespace antin::ceremony::probe {
namespace {

constexpr CK_ULONG longest_ceremony_pin = 32;
constexpr CK_ULONG sessions_of_one_signer = 3;  // libp11's, the idle one, the one that signs

std::optional<CK_TOKEN_INFO> info_of(const Subject& subject) {
  CK_TOKEN_INFO info{};
  if (subject.functions().C_GetTokenInfo(subject.slot(), &info) != CKR_OK) return std::nullopt;
  return info;
}

Answer no_info() { return no("C_GetTokenInfo fails"); }

Answer describes_itself(Subject& subject) {
  const auto info = info_of(subject);
  if (!info) return no_info();
  const auto serial = hsm::trimmed(info->serialNumber);
  const auto text = hsm::trimmed(info->model) + " of " + hsm::trimmed(info->manufacturerID) + ", serial " +
                    (serial.empty() ? "none" : serial) + ", firmware " + hsm::version_text(info->firmwareVersion) +
                    ", hardware " + hsm::version_text(info->hardwareVersion);
  return serial.empty() ? no(text) : yes(text);
}

Answer has_its_own_serial(Subject& subject) {
  const auto info = info_of(subject);
  const auto tokens = tokens_of(subject.functions());
  if (!info || !tokens) return no_info();
  const auto alike = std::count_if(tokens->begin(), tokens->end(), [&](const FoundToken& token) {
    return (token.info.flags & CKF_TOKEN_INITIALIZED) != 0 &&
           hsm::trimmed(token.info.serialNumber) == hsm::trimmed(info->serialNumber);
  });
  return alike == 1 ? yes() : differs(std::to_string(alike) + " tokens of the module have this serial");
}

Answer has_its_own_label(Subject& subject) {
  const auto info = info_of(subject);
  const auto tokens = tokens_of(subject.functions());
  if (!info || !tokens) return no_info();
  const auto label = hsm::trimmed(info->label);
  if (label.empty()) return no("it has no label");
  const auto alike = std::count_if(tokens->begin(), tokens->end(),
                                   [&](const FoundToken& token) { return hsm::trimmed(token.info.label) == label; });
  return alike == 1 ? yes(label) : no(std::to_string(alike) + " tokens are labelled " + label);
}

Answer is_ready(Subject& subject) {
  const auto info = info_of(subject);
  if (!info) return no_info();
  std::string missing;
  const auto want = [&](bool there, const char* what) {
    if (!there) missing += (missing.empty() ? "" : ", ") + std::string(what);
  };
  want((info->flags & CKF_TOKEN_INITIALIZED) != 0, "not CKF_TOKEN_INITIALIZED");
  want((info->flags & CKF_USER_PIN_INITIALIZED) != 0, "not CKF_USER_PIN_INITIALIZED");
  want((info->flags & CKF_LOGIN_REQUIRED) != 0, "not CKF_LOGIN_REQUIRED");
  want((info->flags & CKF_WRITE_PROTECTED) == 0, "CKF_WRITE_PROTECTED");
  want((info->flags & CKF_USER_PIN_TO_BE_CHANGED) == 0, "CKF_USER_PIN_TO_BE_CHANGED");
  return missing.empty() ? yes() : differs(missing);
}

Answer takes_a_typed_pin(Subject& subject) {
  const auto info = info_of(subject);
  if (!info) return no_info();
  if ((info->flags & CKF_PROTECTED_AUTHENTICATION_PATH) == 0) return yes();
  return differs("CKF_PROTECTED_AUTHENTICATION_PATH: the PIN is entered on the device");
}

Answer has_all_tries(Subject& subject) {
  const auto info = info_of(subject);
  if (!info) return no_info();
  constexpr struct {
    CK_FLAGS flag;
    const char* name;
  } counters[] = {
      {CKF_USER_PIN_COUNT_LOW, "CKF_USER_PIN_COUNT_LOW"}, {CKF_USER_PIN_FINAL_TRY, "CKF_USER_PIN_FINAL_TRY"},
      {CKF_USER_PIN_LOCKED, "CKF_USER_PIN_LOCKED"},       {CKF_SO_PIN_COUNT_LOW, "CKF_SO_PIN_COUNT_LOW"},
      {CKF_SO_PIN_FINAL_TRY, "CKF_SO_PIN_FINAL_TRY"},     {CKF_SO_PIN_LOCKED, "CKF_SO_PIN_LOCKED"}};
  std::string set;
  for (const auto& counter : counters) {
    if ((info->flags & counter.flag) != 0) set += (set.empty() ? "" : ", ") + std::string(counter.name);
  }
  return set.empty() ? yes() : no(set);
}

Answer takes_long_pins(Subject& subject) {
  const auto info = info_of(subject);
  if (!info) return no_info();
  const auto text = std::to_string(info->ulMinPinLen) + " to " + std::to_string(info->ulMaxPinLen) + " octets";
  return info->ulMinPinLen <= longest_ceremony_pin && info->ulMaxPinLen >= longest_ceremony_pin ? yes(text) : no(text);
}

Answer has_sessions(Subject& subject) {
  const auto info = info_of(subject);
  if (!info) return no_info();
  const auto most = info->ulMaxSessionCount;
  constexpr CK_ULONG no_limit = 1'000'000;  // or more: CK_EFFECTIVELY_INFINITE is 0, others say huge numbers
  if (most == CK_EFFECTIVELY_INFINITE || most > no_limit) return yes("no limit is stated");
  const auto text = std::to_string(most) + " at most";
  return most >= sessions_of_one_signer ? yes(text) : no(text);
}

Answer opens_read_only(Subject& subject) {
  const auto session = hsm::Session::open(subject.cryptoki(), subject.slot(), hsm::SessionKind::read_only);
  return session ? yes() : no(session.error().text);
}

constexpr Check checks[] = {
    {"token.serial", "Does the token say its serial and firmware?", Bearing::essential,
     "A ceremony cannot tell this HSM from another, so it cannot say where keys were made.", describes_itself},
    {"token.serial-unique", "Is the serial this token's alone?", Bearing::choice,
     "The serial names a device with several tokens: use one token a device, or tell them apart by label.",
     has_its_own_serial},
    {"token.label-unique", "Has no other token of the module its label?", Bearing::essential,
     "antin-signer finds its token by label and refuses two that share one.", has_its_own_label},
    {"token.ready", "Is it initialised, writable, and locked without a login?", Bearing::choice,
     "Initialise it first, or know why private keys need no login.", is_ready},
    {"token.typed-pin", "Is its PIN given by software?", Bearing::choice,
     "antin-signer cannot start by itself: somebody must enter the PIN on the device.", takes_a_typed_pin},
    {"token.pin-tries", "Have its PINs all their tries left?", Bearing::essential,
     "Wrong PINs were given: log in with the right one by the HSM's own tool before anything else.", has_all_tries},
    {"token.pin-length", "Does it take PINs of 32 octets?", Bearing::essential,
     "The PINs that a ceremony gives a token have 32 digits: it cannot initialise this one.", takes_long_pins},
    {"token.sessions", "Has it sessions for an antin-signer?", Bearing::essential,
     "antin-signer needs three sessions in each of its processes.", has_sessions},
    {"token.read-only", "Does it open a session that only reads?", Bearing::essential,
     "antin-signer opens no session that could write.", opens_read_only},
};

}  // namespace

const Group token_group{.name = "token",
                        .title = "The token, before a login",
                        .opening = Opening::session,
                        .needs_user = false,
                        .checks = checks};

}  // namespace antin::ceremony::probe
