#include "core/forms/certificate_request.hpp"

#include "core/forms/algorithms.hpp"
#include "core/forms/objects.hpp"

namespace antin::forms {
namespace {

base::Bytes relative_name(const base::Bytes& type, std::uint8_t tag, const std::string& value) {
  const auto pair = der::encode(der::sequence, {type, der::encode(tag, base::view(value))});
  return der::encode(der::set, pair);
}

}  // namespace

base::Bytes certificate_request_info(const RequestedName& name, base::ByteView spki) {
  // RFC 5280 A.1: a country is a PrintableString.
  const auto subject =
      der::encode(der::sequence, {relative_name(objects::country_name, der::printable_string, name.country),
                                  relative_name(objects::organization_name, der::utf8_string, name.organisation),
                                  relative_name(objects::common_name, der::utf8_string, name.common_name)});
  return der::encode(der::sequence, {der::encode_integer(0), subject, spki,
                                     der::encode(der::context_constructed(0), base::ByteView())});
}

base::Bytes certificate_request(base::ByteView info, crypto::SignatureScheme scheme, base::ByteView signature) {
  base::Bytes bits{0};  // no unused ones
  base::append(bits, signature);
  return der::encode(der::sequence, {info, signature_identifier(scheme, base::DigestAlgorithm::sha256),
                                     der::encode(der::bit_string, bits)});
}

}  // namespace antin::forms
