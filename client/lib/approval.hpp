// Approvals: a person's detached CAdES-B signature over a statement, made with a key of the person's own.
#pragma once

#include <vector>

#include "client/protocol/codec.hpp"
#include "core/base/instant.hpp"
#include "core/crypto/certificate.hpp"
#include "core/crypto/signature.hpp"
#include "core/statement/statement.hpp"

namespace antin::client {

// A person's key, wherever it is kept: a file here, a token in the command, a fake in tests.
class PersonKey {
 public:
  virtual ~PersonKey() = default;
  [[nodiscard]] virtual const std::vector<crypto::Certificate>& chain() const = 0;  // the person's own first
  // Over SHA-256 of `message`; ECDSA as DER, RSA as PSS.
  virtual base::Result<base::Bytes> sign(base::ByteView message) = 0;
};

// A key in this process's memory.
class SoftwareKey final : public PersonKey {
 public:
  // Refuses a key that is not the first certificate's.
  static base::Result<SoftwareKey> make(crypto::PrivateKey key, std::vector<crypto::Certificate> chain);

  [[nodiscard]] const std::vector<crypto::Certificate>& chain() const override { return m_chain; }
  base::Result<base::Bytes> sign(base::ByteView message) override;

 private:
  SoftwareKey(crypto::PrivateKey key, std::vector<crypto::Certificate> chain)
      : m_key(std::move(key)), m_chain(std::move(chain)) {}
  crypto::PrivateKey m_key;
  std::vector<crypto::Certificate> m_chain;
};

// Signs exactly `text`, with `now` as the claimed signing time. A signature that does not verify is an error, not an
// approval.
base::Result<protocol::Approval> sign_statement(std::string_view text, PersonKey& key, base::Instant now);

}  // namespace antin::client
