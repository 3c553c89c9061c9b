#include "client/lib/approval.hpp"

#include "core/crypto/sha2.hpp"
#include "core/forms/seal_attributes.hpp"
#include "core/forms/signed_data.hpp"

namespace antin::client {
namespace {

constexpr auto sha256 = base::DigestAlgorithm::sha256;

}  // namespace

base::Result<SoftwareKey> SoftwareKey::make(crypto::PrivateKey key, std::vector<crypto::Certificate> chain) {
  if (chain.empty()) return base::Error{"a key without a certificate"};
  if (!base::equal(key.spki(), chain.front().spki)) return base::Error{"the first certificate is not of this key"};
  return SoftwareKey(std::move(key), std::move(chain));
}

base::Result<base::Bytes> SoftwareKey::sign(base::ByteView message) { return m_key.sign(sha256, message); }

base::Result<protocol::Approval> sign_statement(std::string_view text, PersonKey& key, base::Instant now) {
  const auto signer = forms::SignerTemplate::make(key.chain());
  if (!signer) return signer.error();
  const auto attributes =
      forms::encode(forms::SealAttributes{base::sha256_digest(crypto::sha256(base::view(text))),
                                          std::chrono::floor<std::chrono::seconds>(now), signer->certificate().hash});
  const auto signature = key.sign(attributes);
  if (!signature) return signature.error();
  if (!crypto::verify_signature(signer->certificate().spki, signer->scheme(), sha256, attributes, *signature)) {
    return base::Error{"the key made a signature that its certificate does not verify"};
  }
  return protocol::Approval{base::copy(base::view(text)),
                            forms::assemble_seal(*signer, sha256, attributes, *signature, std::nullopt)};
}

}  // namespace antin::client
