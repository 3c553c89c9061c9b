// Messages as the keeper sends them, and keys that need no HSM.
#pragma once

#include <map>
#include <string>

#include "core/crypto/sha2.hpp"
#include "core/forms/seal_attributes.hpp"
#include "core/forms/timestamp_info.hpp"
#include "core/tlog/checkpoint.hpp"
#include "daemon/local/signer_messages.hpp"
#include "daemon/signer/key_store.hpp"

namespace antin::signer {

inline const std::string seal_key = "seal/79760001/school/2026.1";
inline const std::string time_key = "time/antin/tsa/2026.1";
inline const std::string log_key = "log/antin/tlog/2026.1";

inline base::Instant at(const std::string& text) { return base::parse_instant(text).value(); }
inline const base::Instant noon = at("2026-11-24T12:00:00.000Z");

inline local::SignSeal seal_message(const std::string& key = seal_key) {
  const auto document = base::sha256_digest(crypto::sha256(base::view("a report")));
  return {7, key, forms::encode(forms::SealAttributes{document, at("2026-11-24T12:00:00Z"), {0x11}})};
}

inline local::SignTimestamp timestamp_message(base::Instant gen_time, const std::string& key = time_key) {
  forms::TimestampInfo info;
  info.policy = "2.999.1.1";
  info.imprint = base::sha256_digest(crypto::sha256(base::view("a signature")));
  info.serial = {0x5f, 0x0c};
  info.gen_time = gen_time;
  info.accuracy_ms = 1000;
  const auto encoded = forms::encode(info);
  return {8, key, encoded, forms::encode(forms::TokenAttributes{crypto::sha256(encoded), {0x22}})};
}

inline const std::string origin = "seal.example/2026";

inline tlog::Checkpoint checkpoint(std::uint64_t size, std::uint8_t root = 1, const std::string& log = origin) {
  tlog::Checkpoint made{log, size, {}};
  made.root.fill(root);
  return made;
}

inline local::SignCheckpoint checkpoint_message(const tlog::Checkpoint& what, const std::string& key = log_key) {
  return {9, key, tlog::print(what)};
}

// "Signs" by giving back what it was asked to sign; fails when told to.
class FakeKeys final : public KeyStore {
 public:
  explicit FakeKeys(std::initializer_list<std::string> labels) {
    for (const auto& label : labels) m_keys[label] = {label, {}, crypto::KeyAlgorithm::ecdsa_p256};
  }
  const hsm::Key* find(std::string_view label) const override {
    const auto found = m_keys.find(label);
    return found == m_keys.end() ? nullptr : &found->second;
  }
  base::Result<base::Bytes> sign(const hsm::Key&, base::DigestAlgorithm hash, base::ByteView octets) override {
    ++m_used;
    if (fails) return base::Error{"C_Sign: CKR_DEVICE_ERROR (0x30)"};
    last_hash = hash;
    ++signatures;
    return base::copy(octets);
  }
  std::uint64_t used() const override { return m_used; }
  bool usable() const override { return !fails; }
  void become(const std::string& label, crypto::KeyAlgorithm algorithm) { m_keys[label].algorithm = algorithm; }

  bool fails = false;
  int signatures = 0;
  base::DigestAlgorithm last_hash = base::DigestAlgorithm::unknown;

 private:
  std::uint64_t m_used = 0;
  std::map<std::string, hsm::Key, std::less<>> m_keys;
};

}  // namespace antin::signer
