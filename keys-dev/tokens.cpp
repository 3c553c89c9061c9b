#include "keys-dev/tokens.hpp"

#include <algorithm>
#include <array>

#include "core/crypto/random.hpp"
#include "keys-dev/failure.hpp"
#include "keys-dev/files.hpp"
#include "keys-dev/token_keys.hpp"

namespace antin::keys_dev {
namespace {

void check(const char* function, CK_RV value) {
  if (value != CKR_OK) throw Failure(hsm::cryptoki_error(function, value).text);
}

// Hex of 16 random octets: 128 bits, and typeable.
base::Secret random_pin() {
  auto octets = crypto::random_array<16>();
  constexpr std::string_view digits = "0123456789abcdef";
  base::Bytes text;
  text.reserve(2 * octets.size());
  for (const auto octet : octets) {
    text.push_back(static_cast<std::uint8_t>(digits[octet >> 4]));
    text.push_back(static_cast<std::uint8_t>(digits[octet & 15]));
  }
  base::wipe(octets);
  return base::Secret::take(std::move(text));
}

CK_UTF8CHAR* in(base::ByteView text) { return const_cast<CK_UTF8CHAR*>(text.data()); }

// SoftHSM always shows one slot with an uninitialised token, and makes another when it is asked for the list again.
CK_SLOT_ID free_slot(const CK_FUNCTION_LIST& functions) {
  CK_ULONG count = 0;
  check("C_GetSlotList", functions.C_GetSlotList(CK_TRUE, nullptr, &count));
  std::vector<CK_SLOT_ID> slots(count);
  check("C_GetSlotList", functions.C_GetSlotList(CK_TRUE, slots.data(), &count));
  slots.resize(count);
  for (const auto slot : slots) {
    CK_TOKEN_INFO info{};
    check("C_GetTokenInfo", functions.C_GetTokenInfo(slot, &info));
    if ((info.flags & CKF_TOKEN_INITIALIZED) == 0) return slot;
  }
  throw Failure("the module has no uninitialised token");
}

// Labels are 32 octets, padded with spaces, not ended by a zero (PKCS#11 2.40, C_InitToken).
std::array<CK_UTF8CHAR, 32> padded(const std::string& label) {
  must(!label.empty() && label.size() <= 32, "a token label has 1 to 32 octets");
  std::array<CK_UTF8CHAR, 32> field{};
  field.fill(' ');
  std::copy(label.begin(), label.end(), field.begin());
  return field;
}

void log_in(const hsm::Session& session, CK_USER_TYPE user, base::ByteView pin) {
  check("C_Login", session.functions().C_Login(session.handle(), user, in(pin), pin.size()));
}

// The security officer's PIN is thrown away: nobody needs to come back to a throw-away token.
void initialise(const hsm::Cryptoki& cryptoki, CK_SLOT_ID slot, const std::string& label, base::ByteView user_pin) {
  const auto officer = random_pin();
  const auto officer_pin = officer.expose_secret();
  auto field = padded(label);
  check("C_InitToken", cryptoki.functions().C_InitToken(slot, in(officer_pin), officer_pin.size(), field.data()));
  const auto session = must(hsm::Session::open(cryptoki, slot, hsm::SessionKind::read_write));
  log_in(session, CKU_SO, officer_pin);
  check("C_InitPIN", session.functions().C_InitPIN(session.handle(), in(user_pin), user_pin.size()));
  check("C_Logout", session.functions().C_Logout(session.handle()));
}

}  // namespace

const base::Bytes& public_half(const std::vector<MadeToken>& tokens, const std::string& label) {
  for (const auto& token : tokens) {
    for (const auto& key : token.keys) {
      if (key.label == label) return key.spki;
    }
  }
  throw Failure("no token holds " + label);
}

void write_softhsm_conf(const std::filesystem::path& conf, const std::filesystem::path& tokens) {
  std::filesystem::create_directories(tokens);
  // Umask 0077 is SoftHSM's default too; it is said here because everything hangs on it.
  write_text(conf, "directories.tokendir = " + tokens.string() +
                       "\nobjectstore.backend = file\nobjectstore.umask = 0077\nlog.level = ERROR\n"
                       "slots.removable = false\n");
}

TokenMaker::TokenMaker(const std::filesystem::path& module) : m_cryptoki(must(hsm::Cryptoki::load(module))) {
  check("C_Initialize", m_cryptoki.functions().C_Initialize(nullptr));
}

TokenMaker::~TokenMaker() { m_cryptoki.functions().C_Finalize(nullptr); }

MadeToken TokenMaker::make(const std::string& label, std::span<const WantedKey> keys) {
  MadeToken made{label, random_pin(), {}};
  const auto slot = free_slot(m_cryptoki.functions());
  initialise(m_cryptoki, slot, label, made.pin.expose_secret());
  const auto session = must(hsm::Session::open(m_cryptoki, slot, hsm::SessionKind::read_write));
  log_in(session, CKU_USER, made.pin.expose_secret());
  for (const auto& key : keys) made.keys.push_back({key.label, generate_key(session, key)});
  return made;
}

}  // namespace antin::keys_dev
