// The keys of this process, as a port: the HSM's token behind it, or a fake that fails as an HSM does.
#pragma once

#include "core/hsm/token.hpp"

namespace antin::signer {

class KeyStore {
 public:
  virtual ~KeyStore() = default;
  virtual const hsm::Key* find(std::string_view label) const = 0;
  virtual base::Result<base::Bytes> sign(const hsm::Key& key, base::DigestAlgorithm hash, base::ByteView octets) = 0;
  // Signatures begun so far, whatever became of them.
  virtual std::uint64_t used() const = 0;
  // False when no key will ever sign again in this process.
  virtual bool usable() const = 0;
};

}  // namespace antin::signer
