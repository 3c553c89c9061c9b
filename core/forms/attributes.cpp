#include "core/forms/attributes.hpp"

#include <algorithm>

#include "core/forms/objects.hpp"

namespace antin::forms {

base::Bytes attribute(const base::Bytes& type, base::ByteView value) {
  return der::encode(der::sequence, {type, der::encode(der::set, value)});
}

base::Bytes signing_certificate_attribute(const base::Sha256Hash& certificate) {
  // SHA-256 is ESSCertIDv2's default, which DER leaves out (RFC 5035 4, X.690 11.5).
  const auto identifier = der::encode(der::sequence, der::encode(der::octet_string, certificate));
  const auto signing_certificate = der::encode(der::sequence, der::encode(der::sequence, identifier));
  return attribute(objects::signing_certificate_v2, signing_certificate);
}

std::optional<der::Reader> find_attribute(base::ByteView attributes, const base::Bytes& type) {
  der::Reader outer(attributes);
  auto set = outer.enter(der::set);
  if (!set) return std::nullopt;
  while (auto each = set->enter(der::sequence)) {
    const auto object = each->next(der::object_identifier);
    if (object && base::equal(object->whole, type)) return each->enter(der::set);
  }
  return std::nullopt;
}

std::optional<base::ByteView> find_message_digest(base::ByteView attributes) {
  auto value = find_attribute(attributes, objects::message_digest);
  const auto octets = value ? value->next(der::octet_string) : std::nullopt;
  if (!octets) return std::nullopt;
  return octets->content;
}

std::optional<base::Sha256Hash> find_signing_certificate(base::ByteView attributes) {
  auto value = find_attribute(attributes, objects::signing_certificate_v2);
  auto signing_certificate = value ? value->enter(der::sequence) : std::nullopt;
  auto identifiers = signing_certificate ? signing_certificate->enter(der::sequence) : std::nullopt;
  auto identifier = identifiers ? identifiers->enter(der::sequence) : std::nullopt;
  const auto octets = identifier ? identifier->next(der::octet_string) : std::nullopt;
  if (!octets) return std::nullopt;
  return sha256_of(octets->content);
}

std::optional<base::Sha256Hash> sha256_of(base::ByteView octets) {
  base::Sha256Hash hash{};
  if (octets.size() != hash.size()) return std::nullopt;
  std::copy(octets.begin(), octets.end(), hash.begin());
  return hash;
}

}  // namespace antin::forms
