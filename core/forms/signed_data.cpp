#include "core/forms/signed_data.hpp"

#include <stdexcept>

#include "core/forms/algorithms.hpp"
#include "core/forms/objects.hpp"

namespace antin::forms {
namespace {

constexpr unsigned smallest_rsa_key = 2048;

bool is_usable(const crypto::Certificate& certificate) {
  switch (certificate.key) {
    case crypto::KeyAlgorithm::ecdsa_p256:
    case crypto::KeyAlgorithm::ecdsa_p384: return true;
    case crypto::KeyAlgorithm::rsa: return certificate.key_bits >= smallest_rsa_key;
    case crypto::KeyAlgorithm::ed25519:
    case crypto::KeyAlgorithm::unknown: break;
  }
  return false;
}

// [0] IMPLICIT CertificateSet: a SET OF with another tag.
base::Bytes encode_certificates(const std::vector<crypto::Certificate>& chain) {
  std::vector<base::Bytes> elements;
  elements.reserve(chain.size());
  for (const auto& certificate : chain) elements.push_back(certificate.der);
  auto set = der::encode_set_of(std::move(elements));
  set.front() = der::context_constructed(0);
  return set;
}

base::Bytes encode_content_info(const base::Bytes& type, const std::optional<base::ByteView>& bytes) {
  if (!bytes) return der::encode(der::sequence, type);
  const auto octets = der::encode(der::octet_string, *bytes);
  return der::encode(der::sequence, {type, der::encode(der::context_constructed(0), octets)});
}

base::Bytes encode_unsigned_attributes(const std::optional<base::ByteView>& token) {
  if (!token) return {};
  const auto values = der::encode(der::set, *token);
  const auto attribute = der::encode(der::sequence, {objects::signature_time_stamp, values});
  return der::encode(der::context_constructed(1), attribute);
}

}  // namespace

base::Result<SignerTemplate> SignerTemplate::make(const std::vector<crypto::Certificate>& chain) {
  if (chain.empty()) return base::Error{"a signer without a certificate"};
  const auto& own = chain.front();
  if (!is_usable(own)) return base::Error{"a key that seals are not made with: " + own.subject};
  SignerTemplate made;
  made.m_certificate = own;
  made.m_scheme = crypto::scheme_of(own.key);
  made.m_signer_identifier = der::encode(der::sequence, {own.issuer, der::encode(der::integer, own.serial)});
  made.m_certificates = encode_certificates(chain);
  return made;
}

base::Bytes SignerTemplate::assemble(const Content& content, base::DigestAlgorithm hash, base::ByteView attributes,
                                     base::ByteView signature, std::optional<base::ByteView> token,
                                     bool with_certificates) const {
  if (attributes.empty() || attributes.front() != der::set) throw std::invalid_argument("no set of attributes");
  static const auto version_1 = der::encode_integer(1);
  static const auto version_3 = der::encode_integer(3);
  const auto& hash_algorithm = hash_identifier(hash);

  // The attributes are signed as a SET OF and sent as [0] IMPLICIT (RFC 5652 5.4): the tag alone changes.
  static constexpr std::uint8_t signed_attributes_tag[] = {der::context_constructed(0)};
  const auto signer_info =
      der::encode(der::sequence, {version_1, m_signer_identifier, hash_algorithm, signed_attributes_tag,
                                  attributes.subspan(1), signature_identifier(m_scheme, hash),
                                  der::encode(der::octet_string, signature), encode_unsigned_attributes(token)});

  // RFC 5652 5.1: version 3 as soon as the content is not plain data.
  const auto type = der::encode_oid(content.type);
  const auto signed_data =
      der::encode(der::sequence, {type == objects::id_data ? version_1 : version_3,
                                  der::encode(der::set, hash_algorithm), encode_content_info(type, content.bytes),
                                  with_certificates ? base::ByteView(m_certificates) : base::ByteView(),
                                  der::encode(der::set, signer_info)});
  return der::encode(der::sequence, {objects::signed_data, der::encode(der::context_constructed(0), signed_data)});
}

base::Bytes assemble_seal(const SignerTemplate& signer, base::DigestAlgorithm hash, base::ByteView attributes,
                          base::ByteView signature, std::optional<base::ByteView> token) {
  return signer.assemble({"1.2.840.113549.1.7.1", std::nullopt}, hash, attributes, signature, token);
}

}  // namespace antin::forms
