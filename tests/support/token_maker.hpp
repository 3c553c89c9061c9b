// Throw-away tokens with any keys: initialised over PKCS#11 itself, so that no PIN is ever in a command line.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "core/base/file.hpp"
#include "core/crypto/random.hpp"
#include "core/hsm/key_pair.hpp"
#include "core/hsm/module.hpp"
#include "tests/support/must.hpp"

namespace antin::test {

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

// A SoftHSM configuration whose tokens lie in `tokens`, which is made when missing.
inline void write_softhsm_conf(const std::filesystem::path& conf, const std::filesystem::path& tokens) {
  std::filesystem::create_directories(tokens);
  const auto text =
      "directories.tokendir = " + tokens.string() +
      "\nobjectstore.backend = file\nobjectstore.umask = 0077\nlog.level = ERROR\nslots.removable = false\n";
  const auto written = base::write_file_durably(conf, base::view(text));
  if (!written) throw std::runtime_error(written.error().text);
}

// C_Initialize to C_Finalize on one module. SoftHSM finds its tokens by SOFTHSM2_CONF, which it reads at C_Initialize.
class TokenMaker {
 public:
  explicit TokenMaker(const std::filesystem::path& module) : m_module(must(hsm::Module::load(module))) {}

  MadeToken make(const std::string& label, std::span<const WantedKey> keys) {
    MadeToken made{label, random_pin(), {}};
    const auto officer_pin = random_pin();
    const auto slot = must(m_module.free_token()).slot;
    done(m_module.initialise(slot, officer_pin, label));
    done(m_module.set_user_pin(slot, officer_pin, made.pin));
    const auto session = must(m_module.log_in(slot, hsm::User::user, made.pin));
    for (const auto& key : keys)
      made.keys.push_back({key.label, must(hsm::generate_key_pair(session, key.label, key.algorithm)).spki});
    return made;
  }

 private:
  static base::Secret random_pin() { return base::Secret(base::view(base::to_hex(crypto::random_array<16>()))); }
  static void done(const base::Result<void>& result) {
    if (!result) throw std::runtime_error(result.error().text);
  }

  hsm::Module m_module;
};

}  // namespace antin::test
