// Signatures that this project makes and checks: which algorithms there are, verification, and signing with a software
// key.
#pragma once

#include <memory>
#include <string>

#include "core/base/digest.hpp"
#include "core/base/result.hpp"
#include "core/base/secret.hpp"
#include "core/crypto/certificate.hpp"

namespace antin::crypto {

// ECDSA signatures are DER ECDSA-Sig-Value everywhere; PSS uses MGF1 with the same hash and a salt of the hash's
// length.
enum class SignatureScheme { unknown, ecdsa, rsa_pss, ed25519 };

SignatureScheme scheme_of(KeyAlgorithm algorithm);

// `hash` is ignored for Ed25519. False for anything but a valid signature.
bool verify_signature(base::ByteView spki, SignatureScheme scheme, base::DigestAlgorithm hash, base::ByteView message,
                      base::ByteView signature);

// A person's, a system's or a witness's own private key in this process's memory (seals live in the HSM).
class PrivateKey {
 public:
  static base::Result<PrivateKey> from_pem(base::ByteView pem, const base::Secret& passphrase);
  PrivateKey(PrivateKey&&) noexcept;
  PrivateKey& operator=(PrivateKey&&) noexcept;
  ~PrivateKey();

  [[nodiscard]] base::Bytes spki() const;
  [[nodiscard]] base::Result<base::Bytes> sign(base::DigestAlgorithm hash, base::ByteView message) const;

 private:
  struct State;
  explicit PrivateKey(std::unique_ptr<State> state);
  std::unique_ptr<State> m_state;
  friend struct Pkcs12Reader;
};

// A new Ed25519 key, as PKCS#8 PEM without a passphrase.
base::Result<base::Secret> new_ed25519_pem();

struct KeyAndCertificates {
  PrivateKey key;
  std::vector<Certificate> certificates;  // the key's own first
};
base::Result<KeyAndCertificates> read_pkcs12(base::ByteView der, const base::Secret& passphrase);

}  // namespace antin::crypto
