#include "daemon/ceremony/probe/subject.hpp"

#include <unistd.h>

#include "daemon/ceremony/probe/slots.hpp"

namespace antin::ceremony::probe {
namespace {

// The one token that the aim names; neither of two with one label.
base::Result<CK_SLOT_ID> aimed_slot(const CK_FUNCTION_LIST& functions, const Aim& aim) {
  const auto tokens = tokens_of(functions);
  if (!tokens) return tokens.error();
  std::optional<CK_SLOT_ID> found;
  for (const auto& token : *tokens) {
    if (aim.slot && token.slot != *aim.slot) continue;
    if (!aim.token_label.empty() && hsm::trimmed(token.info.label) != aim.token_label) continue;
    if (found) return base::Error{"two tokens are labelled " + aim.token_label + ": name the slot too"};
    found = token.slot;
  }
  if (!found) return base::Error{"the module has no such token"};
  return *found;
}

}  // namespace

Subject::Subject(const Aim& aim, PaceListener pace) : m_aim(aim), m_pace(std::move(pace)) {}

base::Result<void> Subject::initialise() {
  auto loaded = hsm::Cryptoki::load(m_aim.module);
  if (!loaded) return loaded.error();
  m_cryptoki.emplace(std::move(*loaded));
  if (const auto value = hsm::initialise(*m_cryptoki, m_aim.init_string); value != CKR_OK)
    return hsm::cryptoki_error("C_Initialize", value);
  m_initialised = true;
  return {};
}

base::Result<void> Subject::open_session() {
  const auto slot = aimed_slot(functions(), m_aim);
  if (!slot) return slot.error();
  m_slot = *slot;
  auto session = hsm::Session::open(*m_cryptoki, *slot, hsm::SessionKind::read_write);
  if (!session) return session.error();
  m_session.emplace(std::move(*session));
  return {};
}

base::Result<void> Subject::open(Opening opening) {
  if (opening == Opening::unknown || opening == Opening::nothing) return {};
  if (auto done = initialise(); !done) return done;
  if (opening == Opening::initialised) return {};
  if (auto done = open_session(); !done) return done;
  if (opening == Opening::session) return {};
  return log_in(CKU_USER);
}

void Subject::destroy_made() {
  for (const auto object : m_made) functions().C_DestroyObject(session().handle(), object);
  m_made.clear();
  m_keys.clear();
}

void Subject::close() {
  if (m_session) destroy_made();
  m_session.reset();
  if (m_initialised) functions().C_Finalize(nullptr);
  m_initialised = false;
  m_cryptoki.reset();
}

// A PIN that was typed wrong is not to be the last one.
bool Subject::may_lock(CK_USER_TYPE user) const {
  CK_TOKEN_INFO info{};
  if (functions().C_GetTokenInfo(slot(), &info) != CKR_OK) return true;
  const auto last =
      user == CKU_SO ? CKF_SO_PIN_FINAL_TRY | CKF_SO_PIN_LOCKED : CKF_USER_PIN_FINAL_TRY | CKF_USER_PIN_LOCKED;
  return (info.flags & last) != 0;
}

base::Result<void> Subject::log_in(CK_USER_TYPE user) {
  const auto& pin = user == CKU_SO ? m_aim.officer_pin : m_aim.user_pin;
  if (refused(user)) return base::Error{"its PIN was refused before"};
  if (pin.empty()) return base::Error{user == CKU_SO ? "no PIN of the token's security officer" : "no PIN"};
  if (may_lock(user)) {
    m_refused.insert(user);
    return base::Error{"one more wrong PIN locks the token: it is not tried"};
  }
  const auto octets = pin.expose_secret();
  const auto value = functions().C_Login(session().handle(), user, const_cast<CK_UTF8CHAR*>(octets.data()),
                                         static_cast<CK_ULONG>(octets.size()));
  if (value == CKR_OK) return {};
  // Whatever the reason is: a second try with the same PIN is one nearer to a locked token.
  if (value != CKR_USER_ALREADY_LOGGED_IN && value != CKR_USER_ANOTHER_ALREADY_LOGGED_IN) m_refused.insert(user);
  return hsm::cryptoki_error("C_Login", value);
}

void Subject::log_out() const { functions().C_Logout(session().handle()); }

base::Result<KeyPair> Subject::key(crypto::KeyAlgorithm algorithm) {
  if (const auto known = m_keys.find(algorithm); known != m_keys.end()) return known->second;
  Wish wish;
  wish.algorithm = algorithm;
  auto made = pair(wish);
  if (made) m_keys.emplace(algorithm, *made);
  return made;
}

crypto::KeyAlgorithm Subject::any_kind() {
  using crypto::KeyAlgorithm;
  if (!m_any_kind) {
    const bool elliptic = key(KeyAlgorithm::ecdsa_p256) || !key(KeyAlgorithm::rsa);
    m_any_kind = elliptic ? KeyAlgorithm::ecdsa_p256 : KeyAlgorithm::rsa;
  }
  return *m_any_kind;
}

base::Result<KeyPair> Subject::pair(Wish wish) {
  m_pace(Pace::slow);
  wish.plain = wish.plain || m_plain;
  // antin-signer refuses a token on which two keys share a label.
  const auto called =
      label(name_of(wish.algorithm) + "." + std::to_string(::getpid()) + "." + std::to_string(++m_pairs));
  auto made = generate(session(), wish, called);
  if (!made && !wish.plain) {
    wish.plain = true;
    if (auto plain = generate(session(), wish, called)) {
      m_plain = true;
      made = std::move(plain);
    }
  }
  m_pace(Pace::usual);
  if (!made) return base::Error{"no key is made: " + made.error().text};
  destroy_later(made->public_object);
  destroy_later(made->private_object);
  return made;
}

}  // namespace antin::ceremony::probe
