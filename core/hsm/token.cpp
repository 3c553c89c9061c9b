#include "core/hsm/token.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "core/crypto/signature.hpp"
#include "core/hsm/found_keys.hpp"
#include "core/hsm/login.hpp"
#include "core/hsm/session.hpp"
#include "core/hsm/session_copy.hpp"
#include "core/hsm/signing.hpp"

namespace antin::hsm {

// Members go in reverse order: sessions before the login (C_Finalize), that before the library.
struct Token::State {
  Cryptoki cryptoki;
  Login login;
  Session anchor;  // open and idle for good: PKCS#11 logs out, and handles die, when the last session closes
  FoundKeys found;
  bool copy_keys;
  std::optional<Session> signing{};
  std::map<std::string, CK_OBJECT_HANDLE, std::less<>>
      working{};                                // what `signing` signs with; copies die with their session
  std::set<std::string, std::less<>> proven{};  // keys whose signature fitted their public key
  std::uint64_t used = 0;

  base::Result<CK_OBJECT_HANDLE> working_handle(const Key& key);
  base::Result<base::Bytes> sign(const Key& key, base::DigestAlgorithm hash, base::ByteView message);
  base::Result<void> prove(const Key& key, base::DigestAlgorithm hash, base::ByteView message,
                           base::ByteView signature);
};

base::Result<CK_OBJECT_HANDLE> Token::State::working_handle(const Key& key) {
  if (const auto known = working.find(key.label); known != working.end()) return known->second;
  const auto original = found.handles.find(key.label);
  if (original == found.handles.end()) return base::Error{"the token has no key " + key.label};
  const auto handle = copy_keys ? closed_copy(*signing, original->second).value_or(original->second) : original->second;
  working.emplace(key.label, handle);
  return handle;
}

// That a private and a public object share a CKA_ID is a convention: the first signature of each key is held against
// it.
base::Result<void> Token::State::prove(const Key& key, base::DigestAlgorithm hash, base::ByteView message,
                                       base::ByteView signature) {
  if (proven.contains(key.label)) return {};
  if (!crypto::verify_signature(key.spki, crypto::scheme_of(key.algorithm), hash, message, signature))
    return base::Error{"the signature of " + key.label + " does not fit its public key"};
  proven.insert(key.label);
  return {};
}

base::Result<base::Bytes> Token::State::sign(const Key& key, base::DigestAlgorithm hash, base::ByteView message) {
  if (!signing) {
    auto opened = Session::open(cryptoki, login.slot(), SessionKind::read_only);
    if (!opened) return opened.error();
    signing.emplace(std::move(opened).value());
  }
  const auto handle = working_handle(key);
  if (!handle) return handle.error();
  ++used;
  auto signature = sign_on(*signing, *handle, key, hash, message);
  if (!signature) {
    // The HSM may stay in CKR_OPERATION_ACTIVE; a new session, with new copies, starts clean.
    working.clear();
    signing.reset();
    return signature;
  }
  if (const auto fits = prove(key, hash, message, *signature); !fits) return fits.error();
  return signature;
}

Token::Token(std::unique_ptr<State> state) : m_state(std::move(state)) {}
Token::Token(Token&&) noexcept = default;
Token& Token::operator=(Token&&) noexcept = default;
Token::~Token() = default;

base::Result<Token, OpenError> Token::open(const TokenOptions& options, const base::Secret& pin) {
  auto login = Login::open(options, pin);
  if (!login) return login.error();
  auto cryptoki = Cryptoki::load(options.module);
  if (!cryptoki) return OpenError{cryptoki.error()};
  auto anchor = Session::open(*cryptoki, login->slot(), SessionKind::read_only);
  if (!anchor) return OpenError{anchor.error()};
  auto found = find_keys(*anchor);
  if (!found) return OpenError{found.error()};
  return Token(std::make_unique<State>(State{std::move(cryptoki).value(), std::move(login).value(),
                                             std::move(anchor).value(), std::move(found).value(), options.copy_keys}));
}

const std::vector<Key>& Token::keys() const { return m_state->found.keys; }
const std::vector<std::string>& Token::left_out() const { return m_state->found.left_out; }
std::string Token::serial() const { return m_state->login.serial(); }

const Key* Token::find(std::string_view label) const {
  const auto& keys = m_state->found.keys;
  const auto at = std::lower_bound(keys.begin(), keys.end(), label,
                                   [](const Key& key, std::string_view wanted) { return key.label < wanted; });
  return at != keys.end() && at->label == label ? &*at : nullptr;
}

base::Result<base::Bytes> Token::sign(const Key& key, base::DigestAlgorithm hash, base::ByteView message) {
  return m_state->sign(key, hash, message);
}

std::uint64_t Token::used() const { return m_state->used; }

bool Token::usable() const {
  CK_SESSION_INFO info{};
  return m_state->cryptoki.functions().C_GetSessionInfo(m_state->anchor.handle(), &info) == CKR_OK &&
         info.state == CKS_RO_USER_FUNCTIONS;
}

}  // namespace antin::hsm
