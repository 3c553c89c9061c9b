// The keys of an HSM's token, every operation under a deadline: HSM clients have hung for a quarter of an hour.
#pragma once

#include <chrono>

#include "daemon/signer/key_store.hpp"

namespace antin::signer {

class TokenKeys final : public KeyStore {
 public:
  TokenKeys(hsm::Token token, std::chrono::milliseconds deadline) : m_token(std::move(token)), m_deadline(deadline) {}

  const hsm::Key* find(std::string_view label) const override { return m_token.find(label); }
  base::Result<base::Bytes> sign(const hsm::Key& key, base::DigestAlgorithm hash, base::ByteView octets) override;
  std::uint64_t used() const override { return m_token.used(); }
  bool usable() const override;

 private:
  hsm::Token m_token;
  std::chrono::milliseconds m_deadline;
};

}  // namespace antin::signer
