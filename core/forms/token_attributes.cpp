#include "core/forms/attributes.hpp"
#include "core/forms/objects.hpp"
#include "core/forms/timestamp_info.hpp"

namespace antin::forms {

base::Bytes encode(const TokenAttributes& attributes) {
  return der::encode_set_of({
      attribute(objects::content_type, objects::tst_info),
      attribute(objects::message_digest, der::encode(der::octet_string, attributes.info)),
      signing_certificate_attribute(attributes.certificate),
  });
}

base::Result<TokenAttributes> parse_token_attributes(base::ByteView der) {
  const auto digest = find_message_digest(der);
  const auto info = digest ? sha256_of(*digest) : std::nullopt;
  if (!info) return base::Error{"token attributes without a SHA-256 message-digest"};
  const auto certificate = find_signing_certificate(der);
  if (!certificate) return base::Error{"token attributes without a signing-certificate-v2"};
  const TokenAttributes attributes{*info, *certificate};
  // What was passed over above (order, an attribute more, another content-type) shows here.
  if (!base::equal(encode(attributes), der)) return base::Error{"token attributes of another form"};
  return attributes;
}

}  // namespace antin::forms
