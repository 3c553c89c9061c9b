// Throw-away tokens: initialised with random PINs over PKCS#11 itself, so that no PIN is ever in a command line, and
// filled with key pairs made in the token, every attribute set on purpose.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "core/base/secret.hpp"
#include "core/crypto/certificate.hpp"
#include "core/hsm/module.hpp"

namespace antin::keys_dev {

struct WantedKey {
  std::string label;
  crypto::KeyAlgorithm algorithm = crypto::KeyAlgorithm::unknown;  // ecdsa_p256, rsa (3072 bits) or ed25519
};

struct MadeKey {
  std::string label;
  base::Bytes spki;
};

struct MadeToken {
  std::string label;
  base::Secret pin;
  std::vector<MadeKey> keys;
};

// DER SubjectPublicKeyInfo of the key with this label. Throws Failure when no token has it.
const base::Bytes& public_half(const std::vector<MadeToken>& tokens, const std::string& label);

// A SoftHSM configuration whose tokens lie in `tokens`, which is made when missing.
void write_softhsm_conf(const std::filesystem::path& conf, const std::filesystem::path& tokens);

// C_Initialize to C_Finalize on one module. SoftHSM finds its tokens by SOFTHSM2_CONF, which it reads at C_Initialize.
class TokenMaker {
 public:
  explicit TokenMaker(const std::filesystem::path& module);

  MadeToken make(const std::string& label, std::span<const WantedKey> keys);

 private:
  hsm::Module m_module;
};

}  // namespace antin::keys_dev
