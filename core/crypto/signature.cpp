#include "core/crypto/signature.hpp"

#include "core/crypto/openssl.hpp"
#include "core/crypto/private_key_state.hpp"
#include "core/crypto/public_key.hpp"

namespace antin::crypto {
namespace {

const char* hash_name(SignatureScheme scheme, base::DigestAlgorithm hash) {
  if (scheme == SignatureScheme::ed25519) return nullptr;
  switch (hash) {
    case base::DigestAlgorithm::sha256: return "SHA2-256";
    case base::DigestAlgorithm::sha384: return "SHA2-384";
    case base::DigestAlgorithm::unknown: break;
  }
  return nullptr;
}

bool is_usable(SignatureScheme scheme, base::DigestAlgorithm hash) {
  switch (scheme) {
    case SignatureScheme::ed25519: return true;
    case SignatureScheme::ecdsa:
    case SignatureScheme::rsa_pss: return hash_name(scheme, hash) != nullptr;
    case SignatureScheme::unknown: break;
  }
  return false;
}

// MGF1 takes the signature's own hash unless told otherwise.
bool set_padding(EVP_PKEY_CTX* context, SignatureScheme scheme) {
  if (scheme != SignatureScheme::rsa_pss) return true;
  return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1 &&
         EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1;
}

bool verify(EVP_PKEY* key, SignatureScheme scheme, base::DigestAlgorithm hash, base::ByteView message,
            base::ByteView signature) {
  const DigestContext context(EVP_MD_CTX_new());
  EVP_PKEY_CTX* parameters = nullptr;  // owned by the digest context
  return context &&
         EVP_DigestVerifyInit_ex(context.get(), &parameters, hash_name(scheme, hash), nullptr, nullptr, key, nullptr) ==
             1 &&
         set_padding(parameters, scheme) &&
         EVP_DigestVerify(context.get(), signature.data(), signature.size(), message.data(), message.size()) == 1;
}

}  // namespace

SignatureScheme scheme_of(KeyAlgorithm algorithm) {
  switch (algorithm) {
    case KeyAlgorithm::ecdsa_p256:
    case KeyAlgorithm::ecdsa_p384: return SignatureScheme::ecdsa;
    case KeyAlgorithm::rsa: return SignatureScheme::rsa_pss;
    case KeyAlgorithm::ed25519: return SignatureScheme::ed25519;
    case KeyAlgorithm::unknown: break;
  }
  return SignatureScheme::unknown;
}

bool verify_signature(base::ByteView spki, SignatureScheme scheme, base::DigestAlgorithm hash, base::ByteView message,
                      base::ByteView signature) {
  if (!is_usable(scheme, hash)) return false;
  const auto& [key, algorithm] = recent_public_key(spki);
  if (scheme_of(algorithm) != scheme) return false;
  if (scheme == SignatureScheme::rsa_pss && EVP_PKEY_get_bits(key.get()) < smallest_rsa_key) return false;
  const bool valid = verify(key.get(), scheme, hash, message, signature);
  if (!valid) (void)openssl_error("");
  return valid;
}

PrivateKey::PrivateKey(std::unique_ptr<State> state) : m_state(std::move(state)) {}
PrivateKey::PrivateKey(PrivateKey&&) noexcept = default;
PrivateKey& PrivateKey::operator=(PrivateKey&&) noexcept = default;
PrivateKey::~PrivateKey() = default;

base::Bytes PrivateKey::spki() const { return m_state->spki; }

base::Result<base::Bytes> PrivateKey::sign(base::DigestAlgorithm hash, base::ByteView message) const {
  const auto scheme = m_state->scheme;
  if (!is_usable(scheme, hash)) return base::Error{"cannot sign with an unknown hash"};
  const DigestContext context(EVP_MD_CTX_new());
  EVP_PKEY_CTX* parameters = nullptr;  // owned by the digest context
  if (!context ||
      EVP_DigestSignInit_ex(context.get(), &parameters, hash_name(scheme, hash), nullptr, nullptr, m_state->key.get(),
                            nullptr) != 1 ||
      !set_padding(parameters, scheme))
    return openssl_error("cannot start a signature");
  base::Bytes signature(static_cast<std::size_t>(EVP_PKEY_get_size(m_state->key.get())));
  std::size_t length = signature.size();
  if (EVP_DigestSign(context.get(), signature.data(), &length, message.data(), message.size()) != 1)
    return openssl_error("cannot sign");
  signature.resize(length);
  return signature;
}

}  // namespace antin::crypto
