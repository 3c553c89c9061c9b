// A PKCS#11 token that one process is logged in to, and the private keys in it. libp11 loads the module, finds the
// token and logs in; keys are found and used on a raw session of the same module, because libp11 0.4.12 cannot
// enumerate a token that holds an Ed25519 key, caps sessions and hangs without one. One Token a process, used by one
// thread at a time.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/base/digest.hpp"
#include "core/base/result.hpp"
#include "core/base/secret.hpp"
#include "core/crypto/certificate.hpp"

namespace antin::hsm {

struct Key {
  std::string label;  // CKA_LABEL; unique among the token's private keys, else the token is refused
  base::Bytes spki;   // DER SubjectPublicKeyInfo of its public key object (same CKA_ID)
  crypto::KeyAlgorithm algorithm = crypto::KeyAlgorithm::unknown;
};

struct TokenOptions {
  std::filesystem::path module;  // the PKCS#11 library
  std::string label;             // of the token; exactly one must match
  std::filesystem::path
      start_lock;         // flock held from C_Initialize to the end of login: parallel starts fail in SoftHSM
  bool copy_keys = true;  // sign with session-object copies where the module makes them sensitive and unextractable
  bool spare_last_try =
      false;  // a person's PIN, which fingers may slip on, is not tried when a failure locks the token
};

struct OpenError : base::Error {
  bool pin_refused = false;  // trying again with the same PIN could lock the token
};

class Token {
 public:
  // The PIN is used once, here. Errors name the PKCS#11 function and return value, never the PIN.
  static base::Result<Token, OpenError> open(const TokenOptions& options, const base::Secret& pin);
  Token(Token&&) noexcept;
  Token& operator=(Token&&) noexcept;
  ~Token();  // C_Finalize; the caller then leaves with _exit

  [[nodiscard]] const std::vector<Key>& keys() const;
  // Private keys that cannot be used, and why: "label: it is CKA_EXTRACTABLE". For the operator's log.
  [[nodiscard]] const std::vector<std::string>& left_out() const;
  [[nodiscard]] const Key* find(std::string_view label) const;
  [[nodiscard]] std::string serial() const;

  // Hashes `message` in this process and signs: ECDSA as DER ECDSA-Sig-Value, RSA with PSS (MGF1 same hash, salt as
  // long as the hash), Ed25519 one-shot over the message itself. After an error the session is discarded and opened
  // anew. The first signature of each key is verified against its public key.
  base::Result<base::Bytes> sign(const Key& key, base::DigestAlgorithm hash, base::ByteView message);

  // Signatures begun on the token so far, whatever became of them.
  [[nodiscard]] std::uint64_t used() const;

  // Whether this process is still logged in. When not (the HSM was reset or removed), only a new process helps.
  [[nodiscard]] bool usable() const;

 private:
  struct State;
  explicit Token(std::unique_ptr<State> state);
  std::unique_ptr<State> m_state;
};

}  // namespace antin::hsm
