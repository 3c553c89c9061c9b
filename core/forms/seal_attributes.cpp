#include "core/forms/seal_attributes.hpp"

#include <stdexcept>

#include "core/forms/attributes.hpp"
#include "core/forms/objects.hpp"

namespace antin::forms {
namespace {

base::DigestAlgorithm algorithm_of_length(std::size_t length) {
  for (const auto algorithm : {base::DigestAlgorithm::sha256, base::DigestAlgorithm::sha384})
    if (base::size_of(algorithm) == length) return algorithm;
  return base::DigestAlgorithm::unknown;
}

}  // namespace

base::Bytes encode(const SealAttributes& attributes) {
  if (!base::is_well_formed(attributes.document)) throw std::invalid_argument("no digest to seal");
  return der::encode_set_of({
      attribute(objects::content_type, objects::id_data),
      attribute(objects::message_digest, der::encode(der::octet_string, attributes.document.value)),
      attribute(objects::signing_time, der::encode_cms_time(attributes.signing_time)),
      signing_certificate_attribute(attributes.certificate),
  });
}

base::Result<SealAttributes> parse_seal_attributes(base::ByteView der) {
  const auto digest = find_message_digest(der);
  const auto algorithm = digest ? algorithm_of_length(digest->size()) : base::DigestAlgorithm::unknown;
  if (algorithm == base::DigestAlgorithm::unknown) return base::Error{"seal attributes without a message-digest"};
  auto time_value = find_attribute(der, objects::signing_time);
  const auto time = time_value ? time_value->cms_time() : std::nullopt;
  if (!time) return base::Error{"seal attributes without a signing-time"};
  const auto certificate = find_signing_certificate(der);
  if (!certificate) return base::Error{"seal attributes without a signing-certificate-v2"};
  const SealAttributes attributes{{algorithm, base::copy(*digest)}, *time, *certificate};
  // What was passed over above (order, an attribute more, another content-type) shows here.
  if (!base::equal(encode(attributes), der)) return base::Error{"seal attributes of another form"};
  return attributes;
}

}  // namespace antin::forms
