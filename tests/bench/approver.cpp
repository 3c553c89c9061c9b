#include "tests/bench/approver.hpp"

#include "core/crypto/sha2.hpp"
#include "core/forms/seal_attributes.hpp"

namespace antin::bench {
namespace {

template <class T>
T must(base::Result<T> result) {
  if (!result) throw std::runtime_error(result.error().text);
  return std::move(result).value();
}

// With the issuer's certificate, as `antin approve --chain` embeds it.
client::SoftwareKey key_of(const test::DevelopmentFolder& folder, const std::string& person) {
  auto chain = must(crypto::certificates_from_pem(folder.read("people/" + person + ".crt")));
  chain.push_back(must(crypto::certificate_from_pem(folder.read("ca/people-ca.crt"))));
  auto key = must(crypto::PrivateKey::from_pem(folder.read("people/" + person + ".key"), base::Secret()));
  return must(client::SoftwareKey::make(std::move(key), std::move(chain)));
}

}  // namespace

Approver::Approver(const test::DevelopmentFolder& folder, const std::string& person)
    : m_key(key_of(folder, person)), m_signer(must(forms::SignerTemplate::make(m_key.chain()))) {}

protocol::Approval Approver::approve(const test::Wish& wish) {
  const auto statement = test::statement_of(wish);
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  const auto attributes = forms::encode(forms::SealAttributes{
      base::sha256_digest(crypto::sha256(base::view(statement))), now, m_signer.certificate().hash});
  const auto signature = must(m_key.sign(attributes));
  return {base::copy(base::view(statement)),
          forms::assemble_seal(m_signer, base::DigestAlgorithm::sha256, attributes, signature, std::nullopt)};
}

}  // namespace antin::bench
