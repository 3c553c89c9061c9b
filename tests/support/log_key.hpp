// A log's Ed25519 key in memory, made once with openssl or anew: signs checkpoints where no token is wanted.
#pragma once

#include <stdexcept>
#include <string>

#include "core/crypto/signature.hpp"
#include "core/tlog/checkpoint.hpp"

namespace antin::test {

class LogKey {
 public:
  explicit LogKey(std::string origin)
      : LogKey(std::move(origin), base::view("-----BEGIN PRIVATE KEY-----\n"
                                             "MC4CAQAwBQYDK2VwBCIEIC0LsQTtJcpSGEglpGxIIHsYlK3QakO0WGjjKEEpWO6l\n"
                                             "-----END PRIVATE KEY-----\n")) {}
  static LogKey anew(std::string origin) {
    return LogKey(std::move(origin), crypto::new_ed25519_pem().value().expose_secret());
  }

  [[nodiscard]] const tlog::VerifierKey& verifier() const { return m_verifier; }
  [[nodiscard]] base::Bytes sign(std::string_view text) const {
    return *m_key.sign(base::DigestAlgorithm::sha256, base::view(text));
  }
  [[nodiscard]] std::string signed_note(const tlog::Checkpoint& checkpoint) const {
    const auto text = tlog::print(checkpoint);
    return tlog::print(tlog::Note{text, {{m_verifier.name, m_verifier.id(), sign(text)}}});
  }

 private:
  LogKey(std::string origin, base::ByteView pem)
      : m_key(*crypto::PrivateKey::from_pem(pem, base::Secret())),
        m_verifier(*tlog::verifier_key(std::move(origin), tlog::KeyType::ed25519, m_key.spki())) {}

  crypto::PrivateKey m_key;
  tlog::VerifierKey m_verifier;
};

}  // namespace antin::test
